use hashbrown::HashMap;

use super::record::TagSet;
use super::tags::Tags;

/// Gives each different tag of many records a number, from 0.
#[derive(Default)]
pub struct TagNumbers<'a> {
    names: Vec<&'a str>,
    known: HashMap<&'a str, u32>,
}

impl<'a> TagNumbers<'a> {
    /// The tags of one record, each once: the number times four plus the number of the set.
    pub fn codes(&mut self, tags: &'a Tags) -> Vec<u32> {
        let Self { names, known } = self;
        let mut codes: Vec<u32> = tags
            .iter()
            .map(|tag| {
                let number = known.entry(tag.tag).or_insert_with(|| {
                    names.push(tag.tag);
                    names.len() as u32 - 1
                });
                *number * TagSet::ALL.len() as u32 + tag.set.number()
            })
            .collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// Every tag that has a number, in the order of the numbers.
    pub fn names(&self) -> &[&'a str] {
        &self.names
    }
}

#[cfg(test)]
mod tests {
    use super::super::record::{Character, Generator};
    use super::super::tags;
    use super::*;
    use crate::grammar::Dialect;

    fn record(prompt: &str, negative: &str, character: &str) -> Generator {
        let mut record = Generator::new("NovelAI", Dialect::Nai);
        (record.prompt, record.negative) = (Some(prompt.to_owned()), Some(negative.to_owned()));
        record.characters = vec![Character { prompt: character.to_owned(), ..Character::default() }];
        tags::fill(&mut record);
        record
    }

    #[test]
    fn numbers_are_shared_and_sets_stay_apart() {
        let [first, second] = [record("b, 한글, -1::c::", "a, c", "한글"), record("a, A", "", "c, 0::b::")];
        let mut numbers = TagNumbers::default();
        let codes = [numbers.codes(&first.tags), numbers.codes(&second.tags)];
        assert_eq!(numbers.names(), ["b", "한글", "c", "a"]);
        assert_eq!(codes[0], [0, 4, 4 + 1, 8 + 2, 12 + 2]);
        assert_eq!(codes[1], [3, 8 + 1, 12]);
    }
}
