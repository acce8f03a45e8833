/// Exposure: light is scaled by stops and shifted, then a gamma follows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Exposure {
    /// Stops, -20 to 20.
    pub stops: f64,
    /// Added to linear light, -0.5 to 0.5.
    pub offset: f64,
    /// More than 1 lightens.
    pub gamma: f64,
    /// The power that makes samples linear light: 1 for 32-bit documents.
    pub encoding: f64,
}

impl Exposure {
    /// The new level (0-1) of `x`.
    pub fn at(&self, x: f64) -> f64 {
        let light = x.max(0.0).powf(self.encoding);
        let exposed = (light * self.stops.clamp(-20.0, 20.0).exp2() + self.offset).clamp(0.0, 1.0);
        exposed.powf(1.0 / (self.gamma.clamp(0.01, 9.99) * self.encoding))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stop_doubles_light() {
        let exposure = Exposure { stops: 1.0, offset: 0.0, gamma: 1.0, encoding: 2.0 };
        assert!((exposure.at(0.5) - 0.5_f64.sqrt()).abs() < 1e-9);
        assert_eq!(exposure.at(0.9), 1.0);
        let exposure = Exposure { stops: 0.0, offset: 0.0, gamma: 2.0, encoding: 1.0 };
        assert!((exposure.at(0.25) - 0.5).abs() < 1e-9);
        let exposure = Exposure { stops: 0.0, offset: -0.5, gamma: 1.0, encoding: 1.0 };
        assert_eq!(exposure.at(0.4), 0.0);
    }
}
