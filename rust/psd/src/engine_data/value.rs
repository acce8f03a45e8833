/// A value of engine data.
#[derive(Debug, Clone, PartialEq)]
pub enum EngineValue {
    /// `<< /Key value ... >>`, in file order.
    Dict(Vec<(String, EngineValue)>),
    /// `[ value ... ]`
    List(Vec<EngineValue>),
    /// Whole or not.
    Number(f64),
    /// `true`, `false`
    Bool(bool),
    /// `( ... )`
    Text(String),
    /// `/Name` in the place of a value, without the slash.
    Name(String),
    /// `null`
    Null,
}

impl EngineValue {
    /// The value of `key` in a dictionary.
    pub fn get(&self, key: &str) -> Option<&Self> {
        let Self::Dict(items) = self else { return None };
        items.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The value at the end of a path of keys.
    pub fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |value, key| value.get(key))
    }

    /// The members of a list; empty for anything else.
    pub fn list(&self) -> &[Self] {
        if let Self::List(values) = self { values } else { &[] }
    }

    /// A number.
    pub fn number(&self) -> Option<f64> {
        if let Self::Number(value) = self { Some(*value) } else { None }
    }

    /// A whole number that is not negative, as an index or a count.
    pub fn index(&self) -> Option<usize> {
        self.number().filter(|value| (0.0..4e9).contains(value)).map(|value| value as usize)
    }

    /// A truth value.
    pub fn flag(&self) -> Option<bool> {
        if let Self::Bool(value) = self { Some(*value) } else { None }
    }

    /// A text.
    pub fn text(&self) -> Option<&str> {
        if let Self::Text(value) = self { Some(value) } else { None }
    }
}
