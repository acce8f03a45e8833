//! The records of several places become one.

use super::record::Generator;
use super::tags;
use super::texts::Place;

/// The first record with a prompt wins, else the first; what others say differently is kept and reported.
pub(super) fn winner(mut found: Vec<Generator>) -> Option<Generator> {
    let best = found.iter().position(|one| one.prompt.is_some()).unwrap_or(0);
    let places: Vec<Place> = found.iter().map(|one| one.source).collect();
    if found.is_empty() {
        return None;
    }
    let mut winner = found.remove(best);
    for other in found {
        let differences = differences(&winner, &other);
        if !differences.is_empty() {
            winner.differences.extend(differences);
            let place = other.source.name();
            winner.raw.extend(other.raw.into_iter().map(|(name, text)| (format!("{place}:{name}"), text)));
        }
    }
    winner.stealth = places.iter().any(|place| matches!(place, Place::StealthAlpha | Place::StealthRgb));
    winner.found_in = places;
    tags::fill(&mut winner);
    Some(winner)
}

fn differences(winner: &Generator, other: &Generator) -> Vec<String> {
    let (here, there) = (winner.source.name(), other.source.name());
    if winner.name != other.name {
        return vec![format!("{here} is a record of {}, {there} one of {}", winner.name, other.name)];
    }
    let prompts = |record: &Generator| -> Vec<(String, String)> {
        record.characters.iter().map(|one| (one.prompt.clone(), one.negative.clone())).collect()
    };
    let contradicts = |mine: &Option<String>, yours: &Option<String>| yours.is_some() && mine != yours;
    let mut found = Vec::new();
    for (what, differs) in [
        ("prompt", contradicts(&winner.prompt, &other.prompt)),
        ("negative prompt", contradicts(&winner.negative, &other.negative)),
        ("character prompts", !other.characters.is_empty() && prompts(winner) != prompts(other)),
        ("seed", other.seed.is_some() && winner.seed != other.seed),
    ] {
        if differs {
            found.push(format!("the {what} of {there} is not that of {here}"));
        }
    }
    found
}
