//! How each code is written: as Ofsted's template has it, as a bare token, as a bare label, or as token and label.

/// A code: key, text of the official template, label. A key in upper case is a statutory token.
type Written = (&'static str, &'static str, &'static str);

const YES_NO: &[Written] = &[("yes", "a) Yes", "Yes"), ("no", "b) No", "No"), ("unknown", "c) Unknown", "Unknown")];
const SEX: &[Written] = &[
    ("male", "a) Male", "Male"),
    ("female", "b) Female", "Female"),
    ("not_stated", "c) Not stated/recorded", "Not stated/recorded"),
    ("neither", "d) Neither", "Neither"),
];
const ETHNICITY: &[Written] = &[
    ("WBRI", "a) WBRI", "White British"),
    ("WIRI", "b) WIRI", "White Irish"),
    ("WIRT", "c) WIRT", "Traveller of Irish heritage"),
    ("WOTH", "d) WOTH", "Any other White background"),
    ("WROM", "e) WROM", "Gypsy/Roma"),
    ("MWBC", "f) MWBC", "White and Black Caribbean"),
    ("MWBA", "g) MWBA", "White and Black African"),
    ("MWAS", "h) MWAS", "White and Asian"),
    ("MOTH", "i) MOTH", "Any other Mixed background"),
    ("AIND", "j) AIND", "Indian"),
    ("APKN", "k) APKN", "Pakistani"),
    ("ABAN", "l) ABAN", "Bangladeshi"),
    ("AOTH", "m) AOTH", "Any other Asian background"),
    ("BCRB", "n) BCRB", "Caribbean"),
    ("BAFR", "o) BAFR", "African"),
    ("BOTH", "p) BOTH", "Any other Black background"),
    ("CHNE", "q) CHNE", "Chinese"),
    ("OOTH", "r) OOTH", "Any other ethnic group"),
    ("REFU", "s) REFU", "Refused"),
    ("NOBT", "t) NOBT", "Information not yet obtained"),
];
const SOURCE: &[Written] = &[
    ("1A", "a) 1A: Individual", "Individual - family member, relative or carer"),
    ("1B", "b) 1B: Individual", "Individual - acquaintance"),
    ("1C", "c) 1C: Individual", "Individual - self"),
    ("1D", "d) 1D: Individual", "Individual - other"),
    ("2A", "e) 2A: Schools", "Schools"),
    ("2B", "f) 2B: Education services", "Education services"),
    ("3A", "g) 3A: Health services", "Health services - general practitioner"),
    ("3B", "h) 3B: Health services", "Health services - health visitor"),
    ("3C", "i) 3C: Health services", "Health services - school nurse"),
    ("3D", "j) 3D: Health services", "Health services - other primary health services"),
    ("3E", "k) 3E: Health services", "Health services - A&E"),
    ("3F", "l) 3F: Health services", "Health services - other"),
    ("4", "m) 4: Housing", "Housing"),
    ("5A", "n) 5A: LA services", "LA services - social care"),
    ("5B", "o) 5B: LA services", "LA services - other internal"),
    ("5C", "p) 5C: LA services", "LA services - external"),
    ("6", "q) 6: Police", "Police"),
    ("7", "r) 7: Other legal agency", "Other legal agency"),
    ("8", "s) 8: Other", "Other"),
    ("9", "t) 9: Anonymous", "Anonymous"),
    ("10", "u) 10: Unknown", "Unknown"),
];
const NEED: &[Written] = &[
    ("N1", "a) N1", "Abuse or neglect"),
    ("N2", "b) N2", "Child's disability or illness"),
    ("N3", "c) N3", "Parental disability or illness"),
    ("N4", "d) N4", "Family in acute stress"),
    ("N5", "e) N5", "Family dysfunction"),
    ("N6", "f) N6", "Socially unacceptable behaviour"),
    ("N7", "g) N7", "Low income"),
    ("N8", "h) N8", "Absent parenting"),
    ("N9", "i) N9", "Cases other than children in need"),
    ("N0", "j) N0", "Not stated"),
];
const CLOSURE: &[Written] = &[
    ("RC1", "a) RC1", "Adopted"),
    ("RC2", "b) RC2", "Died"),
    ("RC3", "c) RC3", "Child arrangements order"),
    ("RC4", "d) RC4", "Special guardianship order"),
    ("RC5", "e) RC5", "Transferred to another LA"),
    ("RC6", "f) RC6", "Transferred to adult social care"),
    ("RC7", "g) RC7", "Services ceased for any other reason"),
    ("RC8", "h) RC8", "Closed after assessment, NFA"),
    ("RC9", "i) RC9", "Closed after assessment, referred to early help"),
];
const STATUS: &[Written] = &[
    ("looked_after", "a) Looked after child", "Looked after child"),
    ("child_protection", "b) Child Protection plan", "Child Protection plan"),
    ("child_in_need", "c) Child in need plan", "Child in need plan"),
    ("open_assessment", "d) Open assessment", "Open assessment"),
    ("closed", "e) Closed episode", "Closed episode"),
];
const ABUSE: &[Written] = &[
    ("neglect", "a) Neglect", "Neglect"),
    ("physical", "b) Physical abuse", "Physical abuse"),
    ("sexual", "c) Sexual abuse", "Sexual abuse"),
    ("emotional", "d) Emotional abuse", "Emotional abuse"),
    ("multiple", "e) Multiple/not recommended", "Multiple/not recommended"),
];
const LEGAL: &[Written] = &[
    ("C1", "a) C1: ICO", "Interim care order"),
    ("C2", "b) C2: FCO", "Full care order"),
    ("D1", "c) D1: Freeing order", "Freeing order"),
    ("E1", "d) E1: Placement order", "Placement order granted"),
    ("V2", "e) V2: Single period under S20", "Single period of accommodation under section 20"),
    ("L1", "f) L1: Police protection", "Under police protection"),
    ("L2", "g) L2: EPO", "Emergency protection order"),
    ("L3", "h) L3: Child assessment order", "Under child assessment order"),
    ("J1", "i) J1: Remand", "Remanded to local authority accommodation"),
    ("J2", "j) J2: PACE", "Placed in local authority accommodation under PACE"),
    ("J3", "k) J3: YRO", "Sentenced to youth rehabilitation order"),
    ("V3", "l) V3", "Accommodated under an agreed series of short-term breaks"),
    ("V4", "m) V4", "Accommodated under an agreed series of short-term breaks (individual episodes)"),
];
const PERMANENCE: &[Written] = &[
    ("return_home", "a) Return to family", "Return to family"),
    ("adoption", "b) Adoption", "Adoption"),
    ("sgo_cao", "c) SGO/CAO", "SGO/CAO"),
    ("supported_living", "d) Supported living in the community", "Supported living in the community"),
    ("residential", "e) Long-term residential placement", "Long-term residential placement"),
    ("fostering", "f) Long-term fostering", "Long-term fostering"),
    ("other", "g) Other", "Other"),
];
const CEASED: &[Written] = &[
    ("E11", "a) E11", "Adopted - application for an adoption order unopposed"),
    ("E12", "b) E12", "Adopted - consent dispensed with by the court"),
    ("E2", "c) E2", "Died"),
    ("E3", "d) E3", "Care taken by another LA"),
    ("E4A", "e) E4A", "Returned home - planned"),
    ("E4B", "f) E4B", "Returned home - unplanned"),
    ("E13", "g) E13", "Left care to live with parents, relatives or other person with no parental responsibility"),
    ("E41", "h) E41", "Residence order or child arrangements order granted"),
    ("E45", "i) E45", "Special guardianship order to former foster carers, relative or friend"),
    ("E46", "j) E46", "Special guardianship order to former foster carers, other"),
    ("E47", "k) E47", "Special guardianship order to other carers, relative or friend"),
    ("E48", "l) E48", "Special guardianship order to other carers, other"),
    ("E5", "m) E5", "Moved into independent living, supported"),
    ("E6", "n) E6", "Moved into independent living, unsupported"),
    ("E7", "o) E7", "Transferred to residential care funded by adult social care"),
    ("E9", "p) E9", "Sentenced to custody"),
    ("E14", "q) E14", "Accommodation on remand ended"),
    ("E15", "r) E15", "Age assessment determined child is 18 or over"),
    ("E16", "s) E16", "Child moved abroad"),
    ("E8", "t) E8", "Period of being looked after ceased for any other reason"),
    ("E17", "v) E17", "Aged 18 or over and remained with current carers"),
];
const PLACEMENT: &[Written] = &[
    ("U1", "a) U1", "Foster placement with relative or friend, long term"),
    ("U2", "b) U2", "Foster placement with relative or friend who is an approved adopter"),
    ("U3", "c) U3", "Foster placement with relative or friend, neither long term nor fostering for adoption"),
    ("U4", "d) U4", "Foster placement with other carer, long term"),
    ("U5", "e) U5", "Foster placement with other carer who is an approved adopter"),
    ("U6", "f) U6", "Foster placement with other carer, neither long term nor fostering for adoption"),
    ("A3", "g) A3", "Placed for adoption with consent, current foster carer"),
    ("A4", "h) A4", "Placed for adoption with consent, not current foster carer"),
    ("A5", "i) A5", "Placed for adoption with placement order, current foster carer"),
    ("A6", "j) A6", "Placed for adoption with placement order, not current foster carer"),
    ("P1", "k) P1", "Placed with own parents or other person with parental responsibility"),
    ("P2", "l) P2", "Independent living"),
    ("P3", "m) P3", "Residential employment"),
    ("H5", "n) H5", "Semi-independent living accommodation"),
    ("K1", "o) K1", "Secure children's home"),
    ("K2", "p) K2", "Children's home"),
    ("K3", "K3", "Supported accommodation"),
    ("R1", "q) R1", "Residential care home"),
    ("R2", "r) R2", "NHS or health trust"),
    ("R3", "s) R3", "Family centre or mother and baby unit"),
    ("R5", "t) R5", "Young offender institution"),
    ("S1", "u) S1", "Residential school"),
    ("Z1", "v) Z1", "Other placement"),
    ("T0", "w) T0", "All types of temporary move"),
    ("T1", "x) T1", "Temporary periods in hospital"),
];
const PROVIDER: &[Written] = &[
    ("PR0", "a) PR0", "Parents or other person with parental responsibility"),
    ("PR1", "b) PR1", "Own provision by the local authority"),
    ("PR2", "c) PR2", "Other local authority provision"),
    ("PR3", "d) PR3", "Other public provision"),
    ("PR4", "e) PR4", "Private provision"),
    ("PR5", "f) PR5", "Voluntary or third sector provision"),
];
const LOCATION: &[Written] = &[("in", "a) In", "In"), ("out", "b) Out", "Out")];
const ELIGIBILITY: &[Written] = &[
    ("relevant", "a) Relevant child", "Relevant child"),
    ("former_relevant", "b) Former relevant child", "Former relevant child"),
    ("qualifying", "c) Qualifying care leaver", "Qualifying care leaver"),
    ("eligible", "d) Eligible child", "Eligible child"),
];
const TOUCH: &[Written] = &[
    ("yes", "a) Yes", "Yes"),
    ("no", "b) No", "No"),
    ("died", "c) Died", "Died"),
    ("refused", "d) Refu", "Refuses contact"),
    ("not_required", "e) NREQ", "No longer requires services"),
    ("returned_home", "f) Rhom", "Returned home"),
];
const ACCOMMODATION: &[Written] = &[
    ("B", "a) B", "With parents or relatives"),
    ("C", "b) C", "Community home or other form of residential care"),
    ("D", "c) D", "Semi-independent, transitional accommodation"),
    ("E", "d) E", "Supported lodgings"),
    ("G", "e) G", "Gone abroad"),
    ("H", "f) H", "Deported"),
    ("K", "g) K", "Ordinary lodgings"),
    ("R", "h) R", "Residence not known"),
    ("S", "i) S", "No fixed abode or homeless"),
    ("T", "j) T", "Foyers"),
    ("U", "k) U", "Independent living"),
    ("V", "l) V", "Emergency accommodation"),
    ("W", "m) W", "Bed and breakfast"),
    ("X", "n) X", "In custody"),
    ("Y", "o) Y", "Other accommodation"),
    ("Z", "p) Z", "With former foster carers"),
];
const SUITABILITY: &[Written] = &[("suitable", "a) Suitable", "Suitable"), ("unsuitable", "b) Unsuitable", "Unsuitable")];
const ACTIVITY: &[Written] = &[
    ("F1", "a) F1", "Full time in higher education"),
    ("P1", "b) P1", "Part time in higher education"),
    ("F2", "c) F2", "Full time in education other than higher education"),
    ("P2", "d) P2", "Part time in education other than higher education"),
    ("F4", "e) F4", "Full time in an apprenticeship"),
    ("P4", "f) P4", "Part time in an apprenticeship"),
    ("F5", "g) F5", "Full time in training or employment (not apprenticeship)"),
    ("P5", "h) P5", "Part time in training or employment (not apprenticeship)"),
    ("G4", "i) G4", "Not in education, employment or training due to illness or disability"),
    ("G5", "j) G5", "Not in education, employment or training, other circumstances"),
    ("G6", "k) G6", "Not in education, employment or training due to pregnancy or parenting"),
];
const REVERSAL: &[Written] = &[
    ("RD1", "a) RD1", "The child's needs changed subsequent to the decision"),
    ("RD2", "b) RD2", "The court did not make a placement order"),
    ("RD3", "c) RD3", "Prospective adopters could not be found"),
    ("RD4", "d) RD4", "Any other reason"),
];
const LEFT: &[Written] = &[
    ("withdrew", "a) Adopter withdrew", "Adopter withdrew"),
    ("on_hold", "b) On hold", "On hold"),
    ("refused", "c) Application refused", "Application refused"),
];

fn set(name: &str) -> &'static [Written] {
    match name {
        "sex" => SEX,
        "ethnicity" => ETHNICITY,
        "source" => SOURCE,
        "need" => NEED,
        "closure_reason" => CLOSURE,
        "case_status" => STATUS,
        "abuse" => ABUSE,
        "legal_status" => LEGAL,
        "permanence_plan" => PERMANENCE,
        "ceased_reason" => CEASED,
        "placement_type" => PLACEMENT,
        "placement_provider" => PROVIDER,
        "placement_location" => LOCATION,
        "eligibility" => ELIGIBILITY,
        "in_touch" => TOUCH,
        "accommodation" => ACCOMMODATION,
        "suitability" => SUITABILITY,
        "activity" => ACTIVITY,
        "reversal_reason" => REVERSAL,
        "left_reason" => LEFT,
        _ => YES_NO,
    }
}

/// How codes are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// `b) 1B: Individual`, as in Ofsted's template.
    Official,
    /// `1B`; the label where the set has no statutory token.
    Token,
    /// `Individual - acquaintance`.
    Label,
    /// `1B - Individual - acquaintance`; the label where the set has no statutory token.
    TokenAndLabel,
}

/// A code of a set as a style writes it.
pub(super) fn written(name: &str, key: &str, style: Style) -> String {
    let Some(&(key, official, label)) = set(name).iter().find(|(k, _, _)| *k == key) else { return key.to_owned() };
    let token = !key.contains(|c: char| c.is_ascii_lowercase());
    match style {
        Style::Official => official.to_owned(),
        Style::Token if token => key.to_owned(),
        Style::TokenAndLabel if token => format!("{key} - {label}"),
        _ => label.to_owned(),
    }
}
