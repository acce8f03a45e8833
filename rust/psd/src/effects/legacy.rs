//! `lrFX`, the effects of Photoshop 5 ("Effects Layer info" of the file format), as the descriptor that came later.

use imageparser_base::{Error, Result, SliceSource};

use crate::descriptor::{Descriptor, Value};
use crate::section::Section;

/// Photoshop writes seven.
const MOST_EFFECTS: u16 = 64;

/// Read the block.
///
/// # Errors
/// `Corrupt` where it ends early.
pub(super) fn read(block: &[u8]) -> Result<Descriptor> {
    let mut source = SliceSource(block);
    let mut section = Section::new(&mut source, "old layer effects", 0, u64::MAX);
    section.skip(2)?;
    let count = section.u16()?;
    if count > MOST_EFFECTS {
        return Err(section.error("too many effects"));
    }
    let mut style = Descriptor::default();
    for _ in 0..count {
        section.skip(4)?;
        let (key, length) = (section.array::<4>()?, u64::from(section.u32()?));
        if length > section.left() {
            return Err(section.error("an effect ends early"));
        }
        if let Some((name, read)) =
            READERS.iter().find(|(stored, ..)| **stored == key).map(|(_, name, read)| (name, read))
        {
            let mut one = Effect { section: section.part(length), items: Descriptor::default() };
            let version = one.section.u32()?;
            read(&mut one, version)?;
            match *name {
                "" => style.items.append(&mut one.items.items),
                name => style.items.push((name.to_owned(), Value::Object(one.items))),
            }
        }
        section.skip(length)?;
    }
    Ok(style)
}

type Read = fn(&mut Effect<'_>, u32) -> Result<()>;

const READERS: [(&[u8; 4], &str, Read); 7] = [
    (b"cmnS", "", common),
    (b"dsdw", "DrSh", shadow),
    (b"isdw", "IrSh", shadow),
    (b"oglw", "OrGl", outer_glow),
    (b"iglw", "IrGl", inner_glow),
    (b"bevl", "ebbl", bevel),
    (b"sofi", "SoFi", solid),
];

fn common(one: &mut Effect<'_>, _version: u32) -> Result<()> {
    one.flag("masterFXSwitch")
}

fn shadow(one: &mut Effect<'_>, _version: u32) -> Result<()> {
    ["blur", "Ckmt", "lagl", "Dstn"].into_iter().try_for_each(|key| one.fixed(key))?;
    one.color("Clr ")?;
    one.blend("Md  ")?;
    one.flag("enab")?;
    one.flag("uglg")?;
    one.opacity("Opct")
}

fn outer_glow(one: &mut Effect<'_>, _version: u32) -> Result<()> {
    one.fixed("blur")?;
    one.fixed("Ckmt")?;
    one.color("Clr ")?;
    one.blend("Md  ")?;
    one.flag("enab")?;
    one.opacity("Opct")
}

fn inner_glow(one: &mut Effect<'_>, version: u32) -> Result<()> {
    outer_glow(one, version)?;
    // The inverted glow of Photoshop 5 is the later glow from the centre.
    if version >= 2 && one.section.u8()? != 0 {
        one.choice("glwS", "SrcC");
    }
    Ok(())
}

fn bevel(one: &mut Effect<'_>, _version: u32) -> Result<()> {
    one.fixed("lagl")?;
    // Its strength is a depth in pixels, which later versions no longer have.
    one.section.skip(4)?;
    one.fixed("blur")?;
    one.blend("hglM")?;
    one.blend("sdwM")?;
    one.color("hglC")?;
    one.color("sdwC")?;
    let style = one.section.u8()?;
    one.choice(
        "bvlS",
        match style {
            1 => "OtrB",
            3 => "Embs",
            4 => "PlEb",
            _ => "InrB",
        },
    );
    one.opacity("hglO")?;
    one.opacity("sdwO")?;
    one.flag("enab")?;
    one.flag("uglg")?;
    let down = one.section.u8()? != 0;
    one.choice("bvlD", if down { "Out " } else { "In  " });
    Ok(())
}

fn solid(one: &mut Effect<'_>, _version: u32) -> Result<()> {
    one.blend("Md  ")?;
    one.color("Clr ")?;
    one.opacity("Opct")?;
    one.flag("enab")
}

/// One effect and what was read of it.
struct Effect<'s> {
    section: Section<'s>,
    items: Descriptor,
}

impl Effect<'_> {
    fn push(&mut self, key: &str, value: Value) {
        self.items.items.push((key.to_owned(), value));
    }

    fn choice(&mut self, key: &str, value: &str) {
        self.push(key, Value::Enum(String::new(), value.to_owned()));
    }

    /// A number of 16.16 bits.
    fn fixed(&mut self, key: &str) -> Result<()> {
        let value = f64::from(self.section.i32()?) / 65536.0;
        self.push(key, Value::Double(value));
        Ok(())
    }

    fn flag(&mut self, key: &str) -> Result<()> {
        let value = self.section.u8()? != 0;
        self.push(key, Value::Bool(value));
        Ok(())
    }

    /// A byte, of which the descriptor has per cent.
    fn opacity(&mut self, key: &str) -> Result<()> {
        let value = f64::from(self.section.u8()?) / 2.55;
        self.push(key, Value::Double(value));
        Ok(())
    }

    /// Signature and key of a blend mode, kept as the key of layers.
    fn blend(&mut self, key: &str) -> Result<()> {
        self.section.skip(4)?;
        let stored = self.section.array::<4>()?;
        self.choice(key, &String::from_utf8_lossy(&stored));
        Ok(())
    }

    /// "Color structure": the space and four values of 16 bits.
    fn color(&mut self, key: &str) -> Result<()> {
        let space = self.section.u16()?;
        let mut values = [0.0; 4];
        for value in &mut values {
            *value = f64::from(self.section.u16()?);
        }
        let (class, keys, scales): (&str, &[&str], [f64; 4]) = match space {
            0 => ("RGBC", &["Rd  ", "Grn ", "Bl  "], [1.0 / 257.0; 4]),
            1 => ("HSBC", &["H   ", "Strt", "Brgh"], [360.0 / 65535.0, 100.0 / 65535.0, 100.0 / 65535.0, 0.0]),
            2 => ("CMYC", &["Cyn ", "Mgnt", "Ylw ", "Blck"], [-100.0 / 65535.0; 4]),
            8 => ("Grsc", &["Gry "], [0.01; 4]),
            7 => {
                self.lab(key, values);
                return Ok(());
            }
            _ => return Err(Error::unsupported(format!("old layer effects: colour space {space}"))),
        };
        let items = keys.iter().zip(values).zip(scales).map(|((key, value), scale)| {
            // Ink is stored the other way round.
            let value = if scale < 0.0 { 100.0 + value * scale } else { value * scale };
            ((*key).to_owned(), Value::Double(value))
        });
        let color = Descriptor { name: String::new(), class: class.to_owned(), items: items.collect() };
        self.push(key, Value::Object(color));
        Ok(())
    }

    /// Lightness 0-10000; a and b as signed hundredths.
    fn lab(&mut self, key: &str, values: [f64; 4]) {
        let signed = |value: f64| f64::from(value as u16 as i16) / 100.0;
        let items = [("Lmnc", values[0] / 100.0), ("A   ", signed(values[1])), ("B   ", signed(values[2]))];
        let items = items.map(|(key, value)| (key.to_owned(), Value::Double(value))).to_vec();
        self.push(key, Value::Object(Descriptor { name: String::new(), class: "LbCl".to_owned(), items }));
    }
}
