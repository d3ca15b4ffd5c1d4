//! A small report that holds every block and most chart forms: what the tests of site and pack render.

use annexa::audience::Audience;
use annexa::calendar::Day;
use annexa::charts::spec::*;
use annexa::edition::Edition;
use annexa::report::*;
use std::collections::BTreeMap;

fn v(at: f64, shown: &str) -> Value {
    Value { at, shown: shown.to_owned() }
}

fn s(text: &str) -> String {
    text.to_owned()
}

fn text(words: &str) -> Vec<Inline> {
    vec![Inline::Text(s(words))]
}

fn chart(id: &str, alt: &str, form: Form) -> Chart {
    Chart { id: s(id), alt: s(alt), form }
}

fn table(caption: &str, columns: &[&str], rows: &[(&str, &[&str])]) -> DataTable {
    DataTable {
        caption: s(caption),
        columns: columns.iter().enumerate().map(|(i, c)| Column { label: s(c), numeric: i > 0 }).collect(),
        rows: rows.iter().map(|(head, cells)| Row::new(*head, "", cells.iter().map(|c| s(c)).collect())).collect(),
    }
}

fn trend() -> Form {
    let line = |who, name: &str, values: [f64; 5]| Line {
        who,
        name: s(name),
        points: values.iter().map(|x| Some(v(*x, &format!("{x:.1}")))).collect(),
        breaks: vec![],
    };
    Form::Trend(Trend {
        years: (2021..=2025).map(|y| y.to_string()).collect(),
        lines: vec![
            line(Who::Authority, "Benbowshire", [621.3, 668.1, 641.7, 607.4, 589.2]),
            line(Who::Neighbours, "Statistical neighbours", [496.4, 560.7, 551.6, 533.1, 530.7]),
            line(Who::Region, "London", [507.8, 598.3, 567.2, 552.9, 552.1]),
            line(Who::England, "England", [507.1, 552.8, 538.1, 515.7, 519.4]),
        ],
        live: Some(LivePoint {
            value: v(563.0, "563.0"),
            interval: Some((536.9, 589.9)),
            name: s("Benbowshire, live"),
            label: s("Live"),
            joined: true,
            years_on: 1,
        }),
        target: Some((s("Target, local"), v(540.0, "540"))),
        suffix: String::new(),
        from_zero: false,
    })
}

fn bars() -> Form {
    let row = |label: &str, n: &str, share: f64, mark: f64, focus: bool| Bar {
        label: s(label),
        value: v(share, &format!("{share:.1}%")),
        number: s(n),
        interval: Some((share - 1.5, share + 1.5)),
        mark: Some(v(mark, &format!("{mark:.1}%"))),
        focus,
        apart: false,
    };
    Form::Bars(Bars {
        heads: (s("Number"), s("Share")),
        rows: vec![
            row("Police", "585", 33.2, 28.3, true),
            row("Schools", "296", 16.8, 20.6, true),
            row("Health services", "288", 16.3, 15.2, false),
            row("LA services", "249", 14.1, 13.8, false),
            row("Individual", "125", 7.1, 8.0, false),
        ],
        marks: Some((Who::England, s("England"))),
    })
}

fn pyramid() -> Form {
    Form::Pyramid(Pyramid {
        left: (s("Male"), s("889 (51.8%)")),
        right: (s("Female"), s("828 (48.2%)")),
        rows: (0..18)
            .map(|age| {
                let (l, r) = (f64::from(40 + (age * 7) % 23), f64::from(38 + (age * 5) % 29));
                AgeRow { age: age.to_string(), left: v(l, &l.to_string()), right: v(r, &r.to_string()), focus: age == 14 }
            })
            .collect(),
    })
}

fn histogram() -> Form {
    let bins =
        [("0", 421.0), ("1", 455.0), ("2", 156.0), ("3", 90.0), ("4", 56.0), ("5", 42.0), ("6–10", 79.0), ("11–20", 16.0), ("21+", 7.0)];
    Form::Histogram(Histogram {
        bins: bins
            .iter()
            .enumerate()
            .map(|(i, (l, x))| Bin { label: s(l), value: v(*x, &x.to_string()), focus: i < 2, gap: i == 6, span: 1.0 })
            .collect(),
        axis: s("Working days to the assessment"),
        limit: Some((1, s("Decision due within 1 working day"))),
        up_name: String::new(),
        down: None,
    })
}

fn icons() -> Form {
    Form::Icons(Icons {
        parts: vec![
            IconPart { icons: 24, label: s("24 referred before: 391 of 1,619 (24.2%)"), filled: true },
            IconPart { icons: 76, label: s("76 not referred before: 1,228 (75.8%)"), filled: false },
        ],
    })
}

fn figure(number: u32, id: &str, title: &str, form: Form) -> Figure {
    Figure {
        id: s(id),
        codes: vec![s("REF-03")],
        number,
        title: s(title),
        subtitle: s("Referrals per 10,000 children aged 0 to 17, years to 31 March 2021 to 2025; live: April to September 2025"),
        chart: chart(id, "The rate fell from 621.3 in 2021 to 563.0 now. England stands at 519.4.", form),
        note: s("The vertical axis starts at 450. Whisker: 95% interval."),
        source: s("REF-03 · Annex A list 3, ONS mid-2024 population 62,664 · comparators: DfE children in need, 2025"),
        table: table(
            "Referrals per 10,000 children",
            &["Period", "Benbowshire", "Statistical neighbours", "England"],
            &[
                ("Year to March 2024", &["607.4", "533.1", "515.7"]),
                ("Year to March 2025", &["589.2", "530.7", "519.4"]),
                ("April to September 2025, live", &["563.0", "[x]", "[x]"]),
            ],
        ),
    }
}

fn tile(code: &str, title: &str, value: &str) -> Tile {
    let mark = |who, name: &str, at: f64, shown: &str| (who, s(name), v(at, shown));
    Tile {
        code: s(code),
        title: s(title),
        value: s(value),
        hidden: false,
        of: s("391 of 1,619; 15 not recorded"),
        change: Some(Change { direction: Direction::Up, amount: s("up 1.1 points"), words: s("on the year to March 2025, may be chance") }),
        spark: Some(chart(
            &format!("{}-spark", code.to_lowercase()),
            "20.6% in 2021, 23.1% in 2025, 24.2% live",
            Form::Spark(Spark {
                points: vec![Some(20.6), Some(20.0), Some(21.8), Some(22.7), Some(23.1)],
                live: Some(24.2),
                ends: (s("2021"), s("live")),
                told: ["2021: 20.6%", "2022: 20.0%", "2023: 21.8%", "2024: 22.7%", "2025: 23.1%", "live: 24.2%"].map(s).to_vec(),
            }),
        )),
        strip: Some(chart(
            &format!("{}-strip", code.to_lowercase()),
            "Benbowshire 24.2%, statistical neighbours 18.6%, London 19.4%, England 22.6%",
            Form::Strip(Strip {
                marks: vec![
                    mark(Who::Neighbours, "Statistical neighbours", 18.6, "18.6%"),
                    mark(Who::Region, "London", 19.4, "19.4%"),
                    mark(Who::England, "England", 22.6, "22.6%"),
                    mark(Who::Live, "Benbowshire", 24.2, "24.2%"),
                ],
                range: None,
            }),
        )),
        comparisons: vec![
            Comparison { who: Who::Neighbours, name: s("Statistical neighbours"), shown: s("18.6%"), verdict: Some(s("higher")) },
            Comparison { who: Who::Region, name: s("London"), shown: s("19.4%"), verdict: Some(s("higher")) },
            Comparison { who: Who::England, name: s("England"), shown: s("22.6%"), verdict: Some(s("similar")) },
        ],
        target: s("Target at most 22%, local: 2.2 points over"),
        polarity: s("Lower is better"),
        unlike: String::new(),
        note: s("Published: year to March 2025."),
    }
}

fn section(id: &str, title: &str, blocks: Vec<Block>) -> Section {
    Section { id: s(id), title: s(title), quiet: false, blocks }
}

fn topic() -> Page {
    let definition = Definition {
        code: s("REF-04"),
        title: s("Referrals with no further action"),
        means: s("Referrals marked “no further action”, of those marked at all."),
        facts: vec![
            (s("Counts"), s("referrals with no further action")),
            (s("Out of"), s("referrals with a decision recorded")),
            (s("Which is better"), s("Neither")),
        ],
        differs: s("The published figure counts decisions over a full year."),
        caveats: vec![s("A decision may change.")],
        rule: vec![s("Rows of list referrals where referral date is in the period.")],
        shown: vec![Place { words: s("Figure 1"), page: s("referrals"), anchor: None }],
        ..Definition::default()
    };
    Page {
        slug: s("referrals"),
        title: s("Referrals"),
        group: s("The front door"),
        icon: s("referrals"),
        asks: s("Are thresholds understood, are children coming back?"),
        message: s("Fewer referrals, but nearly one child in four was referred before"),
        lede: vec![
            Inline::Text(s("Benbowshire received 1,764 referrals about 1,634 children from April to September 2025. Of the children, ")),
            Inline::Strong(text("24.2%")),
            Inline::Text(s(" had been referred in the year before. See ")),
            Inline::Link(Target::Page(s("definitions"), Some(s("re-referral"))), text("re-referral")),
            Inline::Text(s(".")),
        ],
        sections: vec![
            Section {
                id: s("glance"),
                title: s("At a glance"),
                quiet: true,
                blocks: vec![Block::Tiles {
                    tiles: vec![
                        tile("REF-01", "Referrals in six months", "1,764"),
                        tile("REF-03", "Rate per 10,000 children", "563.0"),
                        tile("REF-04", "No further action taken", "6.6%"),
                        tile("REF-05", "Re-referred in 12 months", "24.2%"),
                    ],
                }],
            },
            section(
                "trend",
                "The trend",
                vec![Block::Figure(Box::new(figure(1, "ref-03", "Rate falls three years running, still above England", trend())))],
            ),
            section(
                "whence",
                "Where referrals come from, and who returns",
                vec![
                    Block::Pair {
                        figures: vec![
                            figure(2, "ref-07", "Police refer more than nationally, schools less", bars()),
                            figure(3, "ref-05", "Of 100 children, 24 were referred before", icons()),
                        ],
                    },
                    Block::Table(NumberedTable {
                        id: s("ref-compare"),
                        codes: vec![s("REF-03"), s("REF-04")],
                        number: 1,
                        title: s("Above England on rate and police"),
                        subtitle: s("Live value under each comparator, year to March 2025"),
                        table: table(
                            "Referrals compared",
                            &["Measure", "Benbowshire", "Statistical neighbours", "England", "Which is better"],
                            &[
                                ("Rate per 10,000 children", &["563.0", "530.7\nhigher", "519.4\nhigher", "Neither"]),
                                ("No further action", &["6.6%\n116 of 1,756", "8.1%\nlower", "[c]", "Neither"]),
                            ],
                        ),
                        note: s("[c] suppressed to protect a child."),
                    }),
                ],
            ),
            section(
                "who",
                "Who the children are",
                vec![
                    Block::Pair {
                        figures: vec![
                            figure(4, "ref-14", "Referrals peak at age 14", pyramid()),
                            figure(5, "ref-11", "Two in three start within a working day", histogram()),
                        ],
                    },
                    Block::Notice { kind: NoticeKind::Missing, prose: vec![Prose::Paragraph(text("Disability is not held on list 3."))] },
                ],
            ),
            section(
                "commentary",
                "Commentary",
                vec![Block::Commentary(Commentary {
                    author: s("Performance lead"),
                    date: Day::new(2025, 10, 9),
                    state: s("Agreed by the head of service"),
                    draft: false,
                    prose: vec![
                        Prose::Paragraph(text(
                            "The fall since November follows the joint front door: more families get early help before a referral.",
                        )),
                        Prose::List {
                            ordered: false,
                            items: vec![
                                vec![Prose::Paragraph(text("Hostile text: <b> & \"quotes\" #panic(\"x\") *b* $a$ @ref"))],
                                vec![Prose::Paragraph(text("Second item"))],
                            ],
                        },
                    ],
                })],
            ),
            section(
                "questions",
                "Questions this raises",
                vec![Block::Questions {
                    questions: vec![Question {
                        text: s("Has the threshold changed since November 2024?"),
                        because: s("563.0 against 589.2 in the year to March 2025"),
                        code: s("REF-03"),
                    }],
                }],
            ),
            section("definitions", "Definitions and caveats", vec![Block::Definitions { definitions: vec![definition] }]),
        ],
        layout: PackLayout::Topic,
        editions: vec![Edition::Full],
        notes: BTreeMap::new(),
        rests_on: Vec::new(),
    }
}

fn overview() -> Page {
    Page {
        slug: s("index"),
        title: s("Overview"),
        group: String::new(),
        icon: s("overview"),
        asks: s("Where should we look first?"),
        message: s("More children in care than similar areas, and fewer seen in time"),
        lede: text("2,412 children were open to social care in Benbowshire on 30 September 2025."),
        sections: vec![section(
            "stages",
            "Children at each stage now",
            vec![
                Block::Prose { prose: vec![Prose::Paragraph(text("Each figure links to its page."))] },
                Block::Figure(Box::new(figure(
                    6,
                    "s47-flow",
                    "Half of enquiries lead to a conference",
                    Form::Steps(Steps {
                        steps: vec![
                            (s("Enquiries"), v(590.0, "590"), String::new()),
                            (s("Conferences"), v(190.0, "190"), s("32.2% of enquiries")),
                            (s("Plans"), v(161.0, "161"), s("84.7% of conferences")),
                        ],
                    }),
                ))),
            ],
        )],
        layout: PackLayout::Summary,
        editions: vec![Edition::Full],
        notes: BTreeMap::new(),
        rests_on: Vec::new(),
    }
}

fn headline() -> Headline {
    Headline {
        code: s("REF-04"),
        title: s("Referrals with no further action"),
        value: s("6.6%"),
        of: s("116 of 1,756"),
        england: s("7.0%"),
        verdict: s("similar"),
        better: s("Neither"),
        page: s("referrals"),
        page_title: s("Referrals"),
    }
}

/// A page that goes on from the definitions: what the sample has not, so that reports without parts are tried too.
#[allow(dead_code)]
pub fn part() -> Page {
    let definition = Definition {
        code: s("REF-99"),
        title: s("Families referred"),
        means: s("Families with a referral in the period."),
        because: s("Annex A has no family."),
        facts: vec![(s("Counts"), s("families"))],
        rule: vec![s("Rows like those of REF-04.")],
        shown: vec![Place { words: s("Figure 2"), page: s("referrals"), anchor: Some(s("ref-07")) }],
        ..Definition::default()
    };
    let aside = Definition {
        code: s("REF-98"),
        title: s("Set aside"),
        means: s("Shown nowhere."),
        facts: vec![(s("Counts"), s("nothing shown"))],
        ..Definition::default()
    };
    let mut measures = section("measures", "Measures", vec![Block::Definitions { definitions: vec![definition, aside] }]);
    measures.quiet = true;
    Page {
        slug: s("definitions-referrals"),
        title: s("Definitions: referrals"),
        message: s("Definitions: referrals"),
        lede: text("Measures of list 3."),
        sections: vec![measures],
        layout: PackLayout::Part,
        editions: vec![Edition::Full],
        ..definitions()
    }
}

fn definitions() -> Page {
    Page {
        slug: s("definitions"),
        title: s("Definitions"),
        group: s("About the data"),
        icon: s("definitions"),
        asks: s("What does each number mean?"),
        message: s("What each number means"),
        lede: text("Every figure, from its record."),
        sections: vec![
            section(
                "glossary",
                "Glossary",
                vec![Block::Glossary {
                    terms: vec![Term {
                        id: s("re-referral"),
                        term: s("Re-referral"),
                        means: s("A referral within twelve months of an earlier one about the same child."),
                    }],
                }],
            ),
            section(
                "attention",
                "What needs attention",
                vec![Block::Attention(Attention {
                    items: vec![AttentionItem {
                        code: s("REF-05"),
                        says: s("Children are more often referred again than in England"),
                        page: s("referrals"),
                        anchor: None,
                        page_title: s("Referrals"),
                        reason: s("Furthest from England"),
                        value: s("24.2%"),
                        of: s("391 of 1,619"),
                        beside: s("England 22.6%"),
                        way: Way::Worse,
                        note: s("Pinned by the head of service."),
                    }],
                    nothing: String::new(),
                    rules: vec![s("What points in the worse direction comes first.")],
                })],
            ),
            section("lens", "By area of inspection", vec![Block::Lens { headlines: vec![headline()] }]),
        ],
        layout: PackLayout::Running,
        editions: vec![Edition::Full],
        notes: BTreeMap::new(),
        rests_on: Vec::new(),
    }
}

/// The sample report.
#[allow(dead_code)]
pub fn report() -> Report {
    Report {
        about: About {
            authority: s("Benbowshire"),
            title: s("Children’s social care report"),
            as_at: Day::new(2025, 9, 30).expect("30 September 2025 is a day"),
            period: s("April to September 2025"),
            audience: Audience::Leadership,
            edition: Edition::Full,
            classification: s("OFFICIAL"),
            banner: Some(s("Demo data: Benbowshire is fictional")),
            region: Some(s("London")),
            version: s("0.1.0"),
            attributions: vec![s(
                "Source: Department for Education; Office for National Statistics. Contains public sector information licensed under the Open Government Licence v3.0.",
            )],
        },
        pages: vec![overview(), topic(), definitions()],
    }
}

/// The sample with its commentary not yet agreed.
pub fn with_draft() -> Report {
    let mut report = report();
    let blocks = report.pages.iter_mut().flat_map(|page| &mut page.sections).flat_map(|section| &mut section.blocks);
    for block in blocks {
        if let Block::Commentary(commentary) = block {
            (commentary.draft, commentary.state) = (true, s("Draft, not agreed"));
        }
    }
    report
}
