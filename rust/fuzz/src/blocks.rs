//! Blocks of additional layer information made by hand, one of each kind, so that the targets of the Photoshop engine
//! start from something without the corpus. Layouts: "Additional Layer Information" of the Adobe Photoshop File Formats
//! Specification.

use crate::wrap::block;

/// A named value of a descriptor, its type in front.
type Item<'a> = (&'a str, Vec<u8>);

/// Every block in one seed of [`crate::photoshop::blocks`] each.
pub fn layer_blocks() -> Vec<Vec<u8>> {
    let all = adjustments().into_iter().chain(described()).chain(others());
    all.enumerate().map(|(at, (key, data))| [&[at as u8][..], &block(*key, &data)].concat()).collect()
}

/// Descriptors with their version in front.
pub fn descriptors() -> Vec<Vec<u8>> {
    let kinds = descriptor(
        "knds",
        &[
            ("long", [&b"long"[..], &7u32.to_be_bytes()].concat()),
            ("comp", [&b"comp"[..], &7u64.to_be_bytes()].concat()),
            ("type", [&b"type"[..], &unicode("c"), &id("Clss")].concat()),
            ("raw ", [&b"tdta"[..], &3u32.to_be_bytes(), b"abc"].concat()),
            (
                "reference",
                [&b"obj "[..], &1u32.to_be_bytes(), b"prop", &unicode(""), &id("Lyr "), &id("Nm  ")].concat(),
            ),
            ("UnFl", [&b"UnFl#Pxl"[..], &2u32.to_be_bytes(), &[0; 16]].concat()),
        ],
    );
    let made = described().into_iter().map(|(_, data)| data).filter(|data| data.starts_with(&[0, 0, 0, 16]));
    made.chain([versioned(&kinds)]).collect()
}

/// The engine data of a type layer.
pub fn engine_data() -> Vec<u8> {
    b"\n\n<<\n\t/EngineDict\n\t<<\n\t\t/Editor\n\t\t<<\n\t\t\t/Text (\xFE\xFF\0a\\)\0\r)\n\t\t>>\n\t\t/StyleRun << /RunArray [ <<\n\
      /StyleSheet << /StyleSheetData << /Font 0 /FontSize 24.5 /FauxBold true /FillColor << /Type 1 /Values [ 1.0 .5 0 -.25 ]\n\
      >> >> >> >> ] /RunLengthArray [ 3 ] /IsJoinable 2 >> >>\n/ResourceDict << /FontSet [ << /Name (\xFE\xFF\0F) /Script 0 >> ]\n>>\n>>"
        .to_vec()
}

/// A pattern of 2 x 2 grey pixels, behind the byte for the form of the document.
pub fn patterns() -> Vec<u8> {
    let rectangle = [0u32, 0, 2, 2].map(u32::to_be_bytes).concat();
    let channel = [&8u32.to_be_bytes()[..], &rectangle, &[0, 8, 0, 1, 2, 3, 4]].concat();
    let written = [&1u32.to_be_bytes()[..], &(channel.len() as u32).to_be_bytes(), &channel].concat();
    let body = [&rectangle[..], &1u32.to_be_bytes(), &written, &[0; 8]].concat();
    let list = [&3u32.to_be_bytes()[..], &(body.len() as u32).to_be_bytes(), &body].concat();
    let head = [&1u32.to_be_bytes()[..], &1u32.to_be_bytes(), &[0, 2, 0, 2], &unicode("dots"), b"\x02id"].concat();
    let whole = [head, list].concat();
    [&[1][..], &(whole.len() as u32).to_be_bytes(), &whole].concat()
}

/// The body of a block `PtFl` that fills with the pattern of this id.
pub fn pattern_fill(pattern: &str) -> Vec<u8> {
    let about = descriptor("Ptrn", &[("Nm  ", text("dots")), ("Idnt", text(pattern))]);
    versioned(&descriptor(
        "null",
        &[
            ("Ptrn", object(&about)),
            ("Scl ", unit(*b"#Prc", 70.0)),
            ("Angl", unit(*b"#Ang", 30.0)),
            ("Algn", flag(true)),
        ],
    ))
}

fn numbers(values: &[i16]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_be_bytes()).collect()
}

fn adjustments() -> Vec<(&'static [u8; 4], Vec<u8>)> {
    let exposure = [&[0, 1][..], &[0.5f32, -0.01, 1.2].map(f32::to_be_bytes).concat(), &[0, 0]].concat();
    let gradient_map = [
        &[0, 1, 1, 0][..],
        &unicode("map"),
        &numbers(&[2, 0, 0, 0, 50, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4096, 0, 50, 0, -1, -1, -1, 0, 0]),
        &numbers(&[2, 0, 0, 0, 50, 255, 0, 4096, 0, 50, 200]),
        &numbers(&[2, 4096, 32, 0, 0, 1, 0, 0, 4, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 0, 0]),
    ];
    vec![
        (b"levl", numbers(&[&[2][..], &[10, 240, 5, 250, 120].repeat(29)].concat())),
        (b"curv", [&[0, 0, 1, 0, 0, 0, 3, 0, 2][..], &numbers(&[0, 0, 255, 200, 3, 0, 9, 90, 100, 255, 255])].concat()),
        (b"brit", numbers(&[30, -20, 127, 0])),
        (
            b"hue2",
            [numbers(&[2, 0x100, 200, 25, 0, -30, 10, 5]), numbers(&[315, 345, 15, 45, 9, 9, 9]).repeat(6)].concat(),
        ),
        (b"blnc", numbers(&[10, -20, 30, 0, 0, 0, -5, 5, 5, 0x100])),
        (b"phfl", [&[0, 2, 0, 0][..], &numbers(&[-5, 20_000, 900, 0]), &[0, 0, 0, 25, 1, 0]].concat()),
        (b"mixr", numbers(&[1, 0, 90, 10, 0, 0, 5, 0, 100, 0, 0, 0, 0, 0, 100, 0, 0])),
        (b"post", numbers(&[4, 0])),
        (b"thrs", numbers(&[128, 0])),
        (b"nvrt", Vec::new()),
        (b"grdm", gradient_map.concat()),
        (b"selc", numbers(&[&[1, 0][..], &[10, -10, 5, 0].repeat(10)].concat())),
        (b"expA", exposure),
    ]
}

/// Blocks whose data is a descriptor, mostly.
fn described() -> Vec<(&'static [u8; 4], Vec<u8>)> {
    let vibrance = descriptor("null", &[("vibrance", integer(40)), ("Strt", integer(-10))]);
    let stroke = descriptor(
        "strokeStyle",
        &[
            ("strokeEnabled", flag(true)),
            ("fillEnabled", flag(true)),
            ("strokeStyleLineWidth", unit(*b"#Pxl", 2.0)),
            ("strokeStyleLineAlignment", choice("strokeStyleLineAlignment", "strokeStyleAlignCenter")),
            ("strokeStyleLineDashSet", list(&[unit(*b"#Nne", 2.0), unit(*b"#Nne", 1.0)])),
            ("strokeStyleContent", object(&descriptor("solidColorLayer", &[("Clr ", object(&color()))]))),
            ("strokeStyleOpacity", unit(*b"#Prc", 80.0)),
        ],
    );
    let effects = descriptor(
        "null",
        &[
            ("Scl ", unit(*b"#Prc", 100.0)),
            ("masterFXSwitch", flag(true)),
            ("DrSh", object(&effect("DrSh", true))),
            ("IrSh", object(&effect("IrSh", true))),
            ("OrGl", object(&effect("OrGl", true))),
            ("IrGl", object(&effect("IrGl", true))),
            ("ebbl", object(&effect("ebbl", true))),
            ("ChFX", object(&effect("ChFX", true))),
            ("SoFi", object(&effect("SoFi", true))),
            ("GrFl", object(&effect("GrFl", true))),
            ("FrFX", object(&effect("FrFX", true))),
        ],
    );
    vec![
        (b"vibA", versioned(&vibrance)),
        (b"SoCo", versioned(&descriptor("null", &[("Clr ", object(&color()))]))),
        (b"GdFl", versioned(&gradient_fill())),
        (b"PtFl", pattern_fill("id")),
        (b"vstk", versioned(&stroke)),
        (b"lfx2", [&[0; 4][..], &versioned(&effects)].concat()),
    ]
}

fn others() -> Vec<(&'static [u8; 4], Vec<u8>)> {
    let knot = |kind: u16, at: [u32; 6]| [&kind.to_be_bytes()[..], &at.map(u32::to_be_bytes).concat()].concat();
    let path = [
        knot(6, [0; 6]),
        knot(8, [0; 6]),
        knot(0, [3 << 16, 1, 1 << 16, 0, 0, 0]),
        knot(1, [0x20_0000, 0x20_0000, 0x20_0000, 0x20_0000, 0x30_0000, 0x20_0000]),
        knot(2, [0xC0_0000, 0x20_0000, 0xC0_0000, 0x40_0000, 0xC0_0000, 0x60_0000]),
        knot(2, [0x80_0000, 0xC0_0000, 0x80_0000, 0xC0_0000, 0x80_0000, 0xC0_0000]),
    ];
    let shadow = [&[0, 0, 0, 2][..], &[0, 5, 0, 0].repeat(4), &[0; 10], b"8BIMmul ", &[1, 1, 191], &[0; 10]].concat();
    let sized = |data: &[u8]| [&(data.len() as u32).to_be_bytes()[..], data].concat();
    let old = [&[0, 0, 0, 1][..], b"8BIMdsdw", &sized(&shadow)].concat();
    let warp = versioned(&descriptor("warp", &[("warpValue", number(0.0))]));
    let engine = [&b"tdta"[..], &(engine_data().len() as u32).to_be_bytes(), &engine_data()].concat();
    let typed = versioned(&descriptor("TxLr", &[("Txt ", text("a")), ("EngineData", engine)]));
    let matrix = [1.0f64, 0.0, 0.0, 1.0, 2.0, 3.0].map(f64::to_be_bytes).concat();
    vec![
        (b"vmsk", [&[0, 0, 0, 3, 0, 0, 0, 0][..], &path.concat()].concat()),
        (b"lrFX", old),
        (b"TySh", [&[0, 1][..], &matrix, &[0, 50], &typed, &[0, 1], &warp, &[0; 16]].concat()),
        (b"lsct", [&[0, 0, 0, 1][..], b"8BIMpass"].concat()),
        (b"iOpa", vec![128, 0, 0, 0]),
        (b"knko", vec![2, 0, 0, 0]),
        (b"infx", vec![1, 0, 0, 0]),
        (b"clbl", vec![0, 0, 0, 0]),
    ]
}

fn effect(class: &str, enabled: bool) -> Vec<u8> {
    descriptor(
        class,
        &[
            ("enab", flag(enabled)),
            ("Md  ", choice("BlnM", "Mltp")),
            ("Clr ", object(&color())),
            ("Opct", unit(*b"#Prc", 75.0)),
            ("uglg", flag(false)),
            ("lagl", unit(*b"#Ang", 120.0)),
            ("Dstn", unit(*b"#Pxl", 2.0)),
            ("Ckmt", unit(*b"#Pxl", 10.0)),
            ("blur", unit(*b"#Pxl", 3.0)),
            ("Sz  ", unit(*b"#Pxl", 2.0)),
            ("Nose", unit(*b"#Prc", 5.0)),
            ("Styl", choice("FStl", "OutF")),
            ("PntT", choice("FrFl", "SClr")),
            ("Grad", object(&gradient())),
            ("TrnS", object(&curve())),
        ],
    )
}

fn curve() -> Vec<u8> {
    let point = |x: f64, y: f64| object(&descriptor("CrPt", &[("Hrzn", number(x)), ("Vrtc", number(y))]));
    descriptor("ShpC", &[("Nm  ", text("Linear")), ("Crv ", list(&[point(0.0, 0.0), point(255.0, 255.0)]))])
}

fn color() -> Vec<u8> {
    descriptor("RGBC", &[("Rd  ", number(250.0)), ("Grn ", number(20.5)), ("Bl  ", number(0.0))])
}

fn gradient() -> Vec<u8> {
    let stop = |at: i32| {
        let items = [
            ("Clr ", object(&color())),
            ("Type", choice("Clry", "UsrS")),
            ("Lctn", integer(at)),
            ("Mdpn", integer(50)),
        ];
        object(&descriptor("Clrt", &items))
    };
    let clear = |at: i32, share: f64| {
        object(&descriptor("TrnS", &[("Opct", unit(*b"#Prc", share)), ("Lctn", integer(at)), ("Mdpn", integer(40))]))
    };
    descriptor(
        "Grdn",
        &[
            ("Nm  ", text("g")),
            ("GrdF", choice("GrdF", "CstS")),
            ("Intr", number(4096.0)),
            ("Clrs", list(&[stop(0), stop(4096)])),
            ("Trns", list(&[clear(0, 100.0), clear(4096, 0.0)])),
        ],
    )
}

fn gradient_fill() -> Vec<u8> {
    descriptor(
        "null",
        &[
            ("Angl", unit(*b"#Ang", 45.0)),
            ("Type", choice("GrdT", "Rdl ")),
            ("Scl ", unit(*b"#Prc", 120.0)),
            ("Dthr", flag(true)),
            ("Grad", object(&gradient())),
        ],
    )
}

fn versioned(descriptor: &[u8]) -> Vec<u8> {
    [&16u32.to_be_bytes()[..], descriptor].concat()
}

fn descriptor(class: &str, items: &[Item]) -> Vec<u8> {
    let body = items.iter().flat_map(|(key, value)| [&id(key)[..], value].concat());
    [&unicode("")[..], &id(class), &(items.len() as u32).to_be_bytes(), &body.collect::<Vec<u8>>()].concat()
}

/// Ids of four characters have no length.
fn id(key: &str) -> Vec<u8> {
    let length = if key.len() == 4 { 0 } else { key.len() as u32 };
    [&length.to_be_bytes()[..], key.as_bytes()].concat()
}

fn unicode(value: &str) -> Vec<u8> {
    let units: Vec<u8> = value.encode_utf16().chain([0]).flat_map(u16::to_be_bytes).collect();
    [&(units.len() as u32 / 2).to_be_bytes()[..], &units].concat()
}

fn text(value: &str) -> Vec<u8> {
    [&b"TEXT"[..], &unicode(value)].concat()
}

fn number(value: f64) -> Vec<u8> {
    [&b"doub"[..], &value.to_be_bytes()].concat()
}

fn integer(value: i32) -> Vec<u8> {
    [&b"long"[..], &value.to_be_bytes()].concat()
}

fn unit(name: [u8; 4], value: f64) -> Vec<u8> {
    [&b"UntF"[..], &name, &value.to_be_bytes()].concat()
}

fn flag(value: bool) -> Vec<u8> {
    [&b"bool"[..], &[u8::from(value)]].concat()
}

fn choice(kind: &str, value: &str) -> Vec<u8> {
    [&b"enum"[..], &id(kind), &id(value)].concat()
}

fn object(descriptor: &[u8]) -> Vec<u8> {
    [&b"Objc"[..], descriptor].concat()
}

fn list(values: &[Vec<u8>]) -> Vec<u8> {
    [&b"VlLs"[..], &(values.len() as u32).to_be_bytes(), &values.concat()].concat()
}
