/// A list of named values with a class.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Descriptor {
    /// Display name, mostly empty.
    pub name: String,
    /// Class id, trimmed of nothing: `"Grdn"`, `"solidColorLayer"`.
    pub class: String,
    /// In file order; keys are four characters (blanks kept: `"Opct"`, `"Ofs "`) or longer names.
    pub items: Vec<(String, Value)>,
}

/// One value of a descriptor.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `Objc`, `GlbO`.
    Object(Descriptor),
    /// `VlLs`.
    List(Vec<Value>),
    /// `doub`.
    Double(f64),
    /// `UntF`: a number with a unit such as `#Pxl`, `#Prc`, `#Ang`.
    Unit([u8; 4], f64),
    /// `UnFl`: numbers with one unit.
    Units([u8; 4], Vec<f64>),
    /// `TEXT`, closing NULs dropped.
    Text(String),
    /// `enum`: type and value.
    Enum(String, String),
    /// `long`.
    Integer(i32),
    /// `comp`.
    Large(i64),
    /// `bool`.
    Bool(bool),
    /// `type`, `GlbC`: name and class id.
    Class(String, String),
    /// `obj `: the forms, outermost first, as readable text (`"prop Lyr  Nm  "`).
    Reference(Vec<String>),
    /// `tdta`, `alis`, `Pth `.
    Raw(Vec<u8>),
    /// `ObAr`: a descriptor whose values are lists of one entry per object.
    ObjectArray(u32, Descriptor),
}

impl Descriptor {
    /// The value of `key`.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.items.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// A number of any type, without its unit.
    pub fn number(&self, key: &str) -> Option<f64> {
        match self.get(key)? {
            Value::Double(value) | Value::Unit(_, value) => Some(*value),
            Value::Integer(value) => Some(f64::from(*value)),
            Value::Large(value) => Some(*value as f64),
            _ => None,
        }
    }

    /// A whole number.
    pub fn integer(&self, key: &str) -> Option<i64> {
        self.number(key).map(|value| value.round() as i64)
    }

    /// A truth value.
    pub fn flag(&self, key: &str) -> Option<bool> {
        if let Value::Bool(value) = self.get(key)? { Some(*value) } else { None }
    }

    /// A text.
    pub fn text(&self, key: &str) -> Option<&str> {
        if let Value::Text(value) = self.get(key)? { Some(value) } else { None }
    }

    /// The value of an enumeration, without its type.
    pub fn choice(&self, key: &str) -> Option<&str> {
        if let Value::Enum(_, value) = self.get(key)? { Some(value) } else { None }
    }

    /// A nested descriptor.
    pub fn object(&self, key: &str) -> Option<&Self> {
        if let Value::Object(value) = self.get(key)? { Some(value) } else { None }
    }

    /// A list; empty where there is none.
    pub fn list(&self, key: &str) -> &[Value] {
        if let Some(Value::List(values)) = self.get(key) { values } else { &[] }
    }
}
