use super::{Component, Eighth, Reader};

/// The planes as a picture of `ceil(width / 8)` x `ceil(height / 8)` pixels.
pub(super) fn picture(reader: &Reader, is_rgb: Option<bool>, warning: Option<String>) -> Option<Eighth> {
    let (width, height) = (reader.width.div_ceil(8), reader.height.div_ceil(8));
    let most = |size: fn(&Component) -> usize| reader.components.iter().map(size).max();
    let (most_h, most_v) = (most(|c| c.horizontal)?, most(|c| c.vertical)?);
    let mut planes = Vec::new();
    for component in &reader.components {
        let (by_x, by_y) = (most_h / component.horizontal, most_v / component.vertical);
        planes.push(enlarged(samples(component)?, component.columns, (by_x, by_y), (width, height)));
    }
    let by_name = reader.components.iter().map(|component| component.id).eq(*b"RGB");
    let data = match &planes[..] {
        [y, cb, cr] => joined(y, cb, cr, is_rgb.unwrap_or(by_name)),
        _ => planes.swap_remove(0),
    };
    Some(Eighth { width: width as u32, height: height as u32, channels: reader.components.len(), data, warning })
}

/// The mean of each block, which is an eighth of its DC value, without the padding blocks.
fn samples(component: &Component) -> Option<Vec<u8>> {
    let quantiser = i32::from(component.quantiser?);
    let mean = |&value: &i16| (((i32::from(value) * quantiser + 4) >> 3) + 128).clamp(0, 255) as u8;
    let rows = component.plane.chunks_exact(component.stride).take(component.rows);
    Some(rows.flat_map(|row| row[..component.columns].iter().map(mean)).collect())
}

/// Enlarge a subsampled plane: by two between the samples (3 parts of the nearer, 1 of the farther), else by repeating.
fn enlarged(plane: Vec<u8>, columns: usize, by: (usize, usize), (width, height): (usize, usize)) -> Vec<u8> {
    if by == (1, 1) {
        return plane;
    }
    let rows: Vec<&[u8]> = plane.chunks_exact(columns).collect();
    let mut out = Vec::with_capacity((width + 1) * height);
    let mut mixed: Vec<u16> = Vec::with_capacity(columns);
    for y in 0..height {
        let near = (y / by.1).min(rows.len() - 1);
        let far = match by.1 {
            2 if y % 2 == 0 => near.saturating_sub(1),
            2 => (near + 1).min(rows.len() - 1),
            _ => near,
        };
        mixed.clear();
        mixed.extend(rows[near].iter().zip(rows[far]).map(|(&near, &far)| 3 * u16::from(near) + u16::from(far)));
        if by.0 == 2 {
            widen(&mixed, &mut out);
        } else {
            out.extend((0..width).map(|x| ((mixed[x / by.0] + 2) >> 2) as u8));
        }
        out.truncate((y + 1) * width);
    }
    out
}

/// Two samples out of each one of a row of sums of four.
fn widen(mixed: &[u16], out: &mut Vec<u8>) {
    let last = mixed.len() - 1;
    for (i, &middle) in mixed.iter().enumerate() {
        let (left, right) = (mixed[i.saturating_sub(1)], mixed[(i + 1).min(last)]);
        out.push(((3 * middle + left + 8) >> 4) as u8);
        out.push(((3 * middle + right + 8) >> 4) as u8);
    }
}

fn joined(first: &[u8], second: &[u8], third: &[u8], rgb: bool) -> Vec<u8> {
    let mut out = vec![0; first.len() * 3];
    let samples = first.iter().zip(second).zip(third);
    for (pixel, ((&a, &b), &c)) in out.as_chunks_mut::<3>().0.iter_mut().zip(samples) {
        *pixel = if rgb { [a, b, c] } else { to_rgb(a, b, c) };
    }
    out
}

/// JFIF's YCbCr to RGB in 16-bit fixed point, as libjpeg computes it.
fn to_rgb(y: u8, cb: u8, cr: u8) -> [u8; 3] {
    const HALF: i32 = 1 << 15;
    let (y, cb, cr) = (i32::from(y), i32::from(cb) - 128, i32::from(cr) - 128);
    let red = y + ((91_881 * cr + HALF) >> 16);
    let green = y + ((-22_554 * cb - 46_802 * cr + HALF) >> 16);
    let blue = y + ((116_130 * cb + HALF) >> 16);
    [red, green, blue].map(|value| value.clamp(0, 255) as u8)
}
