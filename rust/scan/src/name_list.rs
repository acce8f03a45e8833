use std::ffi::CStr;

use crate::folder::Hint;

#[derive(Debug, Clone, Copy)]
struct Named {
    start: usize,
    length: usize,
    hint: Hint,
}

/// Names from one directory in one buffer, so that a reused list costs no allocation per name. A zero byte
/// ends each, so that it can be handed to the system as it is.
#[derive(Debug, Default)]
pub(crate) struct NameList {
    text: Vec<u8>,
    items: Vec<Named>,
    order: Vec<(u64, u32)>,
    sorted: Vec<Named>,
}

impl NameList {
    pub fn clear(&mut self) {
        self.text.clear();
        self.items.clear();
    }

    pub fn push(&mut self, name: &[u8], hint: Hint) {
        self.items.push(Named { start: self.text.len(), length: name.len(), hint });
        self.text.extend_from_slice(name);
        self.text.push(0);
    }

    pub fn retain(&mut self, mut keep: impl FnMut(&[u8], Hint) -> bool) {
        self.retain_ended(|name, hint| keep(name.to_bytes(), hint));
    }

    /// As `retain`, with names as the system takes them.
    pub fn retain_ended(&mut self, mut keep: impl FnMut(&CStr, Hint) -> bool) {
        let Self { text, items, .. } = self;
        items.retain(|item| ended(text, item).is_some_and(|name| keep(name, item.hint)));
    }

    /// Ascending by bytes. Pictures of one folder often differ only behind a long common prefix, so that is
    /// left out, and eight bytes at once are compared first.
    pub fn sort(&mut self) {
        let Self { text, items, order, sorted } = self;
        let name = |item: &Named| &text[item.start..item.start + item.length];
        let Some(first) = items.first().map(name) else { return };
        let shared = |name: &[u8], most: usize| first[..most].iter().zip(name).take_while(|(a, b)| a == b).count();
        let prefix = items.iter().fold(first.len(), |most, item| shared(name(item), most));
        let rest = |index: u32| &name(&items[index as usize])[prefix..];
        order.clear();
        order.extend((0..items.len() as u32).map(|index| (head(rest(index)), index)));
        order.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| rest(a.1).cmp(rest(b.1))));
        sorted.clear();
        sorted.extend(order.iter().map(|&(_, index)| items[index as usize]));
        std::mem::swap(items, sorted);
    }

    pub fn iter(&self) -> impl Iterator<Item = (&[u8], Hint)> {
        self.items.iter().map(|item| (&self.text[item.start..item.start + item.length], item.hint))
    }

    /// The names as the system takes them.
    pub fn ended(&self) -> impl Iterator<Item = &CStr> {
        self.items.iter().filter_map(|item| ended(&self.text, item))
    }
}

/// Always there: no name that a system hands out holds a zero byte.
fn ended<'a>(text: &'a [u8], item: &Named) -> Option<&'a CStr> {
    CStr::from_bytes_with_nul(&text[item.start..=item.start + item.length]).ok()
}

/// The first eight bytes as a number that orders like them; a name holds no zero byte, so shorter comes first.
fn head(name: &[u8]) -> u64 {
    if let Some(whole) = name.first_chunk() {
        return u64::from_be_bytes(*whole);
    }
    let mut head = [0; 8];
    head[..name.len()].copy_from_slice(name);
    u64::from_be_bytes(head)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorts_like_slices(names in prop::collection::vec(prop::collection::vec(1u8..4, 1..14), 0..40), prefix in "[a-c]{0,3}") {
            let mut names: Vec<Vec<u8>> = names.into_iter().map(|name| [prefix.as_bytes(), &name].concat()).collect();
            let mut list = NameList::default();
            for name in &names {
                list.push(name, Hint::File);
            }
            list.sort();
            names.sort();
            prop_assert_eq!(list.iter().map(|(name, _)| name.to_vec()).collect::<Vec<_>>(), names);
        }
    }
}
