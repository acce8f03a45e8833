use imageparser_base::Result;

use crate::context::Context;
use crate::descriptor::{Descriptor, Value, from_block};

/// A layer comp: a remembered state of the layers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LayerComp {
    /// Its number; layers name it in their own data.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// What its maker says about it.
    pub comment: String,
    /// It remembers which layers are visible.
    pub visibility: bool,
    /// It remembers where layers lie.
    pub position: bool,
    /// It remembers the styles of layers.
    pub appearance: bool,
}

impl Context {
    /// The layer comps (resource 1065, a descriptor).
    ///
    /// # Errors
    /// As [`from_block`], or the kind of the I/O error.
    pub fn layer_comps(&self) -> Result<Vec<LayerComp>> {
        let Some(bytes) = self.resource(1065)? else { return Ok(Vec::new()) };
        let descriptor = from_block(&bytes, 0, self.limits.max_metadata)?;
        let comps = descriptor.list("list").iter().filter_map(|comp| match comp {
            Value::Object(comp) => Some(read(comp)),
            _ => None,
        });
        Ok(comps.collect())
    }
}

fn read(comp: &Descriptor) -> LayerComp {
    let captured = comp.integer("capturedInfo").unwrap_or_default();
    LayerComp {
        id: comp.integer("compID").unwrap_or_default(),
        name: comp.text("Nm  ").unwrap_or_default().to_owned(),
        comment: comp.text("Cmnt").or_else(|| comp.text("comment")).unwrap_or_default().to_owned(),
        visibility: captured & 1 != 0,
        position: captured & 2 != 0,
        appearance: captured & 4 != 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::descriptor::write::made;

    #[test]
    fn bits_tell_what_is_remembered() {
        let items = [
            ("Nm  ", Value::Text("left".to_owned())),
            ("compID", Value::Integer(7)),
            ("capturedInfo", Value::Integer(5)),
        ];
        let expected =
            LayerComp { id: 7, name: "left".to_owned(), visibility: true, appearance: true, ..LayerComp::default() };
        assert_eq!(read(&made("Comp", &items)), expected);
    }
}
