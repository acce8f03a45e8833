use crate::folder::Hint;

#[derive(Debug, Clone, Copy)]
struct Named {
    start: usize,
    length: usize,
    hint: Hint,
}

/// Names from one directory in one buffer, so that a reused list costs no allocation per name.
#[derive(Debug, Default)]
pub(crate) struct NameList {
    text: Vec<u8>,
    items: Vec<Named>,
}

impl NameList {
    pub fn clear(&mut self) {
        self.text.clear();
        self.items.clear();
    }

    pub fn push(&mut self, name: &[u8], hint: Hint) {
        self.items.push(Named { start: self.text.len(), length: name.len(), hint });
        self.text.extend_from_slice(name);
    }

    pub fn retain(&mut self, mut keep: impl FnMut(&[u8], Hint) -> bool) {
        let Self { text, items } = self;
        items.retain(|item| keep(&text[item.start..item.start + item.length], item.hint));
    }

    /// Ascending by bytes.
    pub fn sort(&mut self) {
        let Self { text, items } = self;
        let name = |item: &Named| &text[item.start..item.start + item.length];
        items.sort_unstable_by(|a, b| name(a).cmp(name(b)));
    }

    pub fn iter(&self) -> impl Iterator<Item = (&[u8], Hint)> {
        self.items.iter().map(|item| (&self.text[item.start..item.start + item.length], item.hint))
    }
}
