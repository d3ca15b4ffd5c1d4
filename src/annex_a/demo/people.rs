//! Invented teams and workers. A team's size follows the population, and posts change hands over the years.

use super::chance::Chance;
use super::model::Child;
use crate::calendar::Day;

/// What a team does for a child.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Takes contacts and referrals.
    FrontDoor,
    /// Assesses.
    Assessment,
    /// Works with children in need and on protection plans.
    Locality,
    /// Works with looked-after children.
    Care,
    /// Works with care leavers.
    Leaving,
    /// Personal advisers of care leavers.
    Adviser,
}

const LOCALITIES: [&str; 3] = ["North", "South", "East"];
const GIVEN: [&str; 36] = [
    "Amara", "Ben", "Chloe", "Dilip", "Efua", "Fergus", "Grace", "Hamza", "Imogen", "Jonah", "Kezia", "Liam", "Mina", "Nathan", "Olwen",
    "Priya", "Quentin", "Rosa", "Samir", "Tamsin", "Uche", "Verity", "Will", "Xanthe", "Yusuf", "Zara", "Alan", "Bridie", "Carlos", "Dawn",
    "Elif", "Frank", "Gwen", "Hugo", "Ines", "Joy",
];
const FAMILY: [&str; 34] = [
    "Ashdown",
    "Birtwell",
    "Caddow",
    "Dunmore",
    "Ellwick",
    "Farrowby",
    "Glenhill",
    "Harkness",
    "Ibbotson",
    "Jarrold",
    "Kestle",
    "Lowmoor",
    "Marchbank",
    "Nettlefold",
    "Okonedo",
    "Pellow",
    "Quarmby",
    "Rahmani",
    "Stannard",
    "Thackray",
    "Umber",
    "Venn",
    "Wragby",
    "Yarwood",
    "Zellick",
    "Adeyinka",
    "Bhandal",
    "Cleaver",
    "Dewhirst",
    "Everard",
    "Fairlamb",
    "Gopal",
    "Hollin",
    "Ismailov",
];

/// The team that has a role for a child.
pub(super) fn team(child: &Child, role: Role) -> String {
    let place = LOCALITIES[usize::from(child.locality) % 3];
    let half = child.number / 4 % 2 + 1;
    match role {
        Role::FrontDoor => "Multi-Agency Safeguarding Hub".to_owned(),
        Role::Assessment => format!("{place} Assessment {half}"),
        Role::Locality if child.disabled => "Children with Disabilities".to_owned(),
        Role::Locality => format!("{place} Locality {half}"),
        Role::Care if child.unaccompanied => "Unaccompanied Children".to_owned(),
        Role::Care => format!("Looked After {}", child.number / 4 % 3 + 1),
        Role::Leaving | Role::Adviser => format!("Leaving Care {half}"),
    }
}

/// The worker who holds a child's post in a team on a day; `children` is the size of the population.
pub(super) fn worker(child: &Child, role: Role, (seed, children): (u64, u32), day: Day) -> String {
    let team = team(child, role);
    let posts_for_63_000 = match role {
        Role::FrontDoor => 16.0,
        Role::Assessment | Role::Leaving => 9.0,
        Role::Locality if child.disabled => 9.0,
        Role::Locality => 8.0,
        Role::Care if child.unaccompanied => 4.0,
        Role::Care => 8.0,
        Role::Adviser => 8.0,
    };
    let posts = (posts_for_63_000 * f64::from(children) / 63_000.0).max(1.0) as u64;
    let salt = team.bytes().fold(role as u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
    let post = Chance::of(seed, &[20, salt, child.number / 4]).between(0, posts as i32 - 1) as u64;
    let mut post_chance = Chance::of(seed, &[21, salt, post]);
    let tenure = post_chance.between(400, 1600);
    let holder = (day.0 + post_chance.between(0, 1600)) / tenure;
    let mut name = Chance::of(seed, &[22, salt, post, holder as u64]);
    let given = GIVEN[name.between(0, GIVEN.len() as i32 - 1) as usize];
    let family = FAMILY[name.between(0, FAMILY.len() as i32 - 1) as usize];
    format!("{given} {family}")
}
