//! Writing directions: text that runs down, up or aslant is turned until it runs to the right.

use super::ink::{Glyph, Rect, Rule};

/// Directions of one page that are told apart; what has others is left with the last.
const FRAMES_MAX: usize = 24;
/// A direction this near to an upright one, in degrees, is upright.
const UPRIGHT: f32 = 1.5;

/// The text of one direction, turned so that it runs to the right.
#[derive(Debug)]
pub(super) struct Frame {
    /// The angle that it had, in degrees clockwise.
    pub(super) angle: i32,
    pub(super) glyphs: Vec<Glyph>,
    pub(super) rules: Vec<Rule>,
}

/// Parts the glyphs of a page by direction, the one with the most glyphs first.
pub(super) fn frames(glyphs: Vec<Glyph>, rules: &[Rule]) -> Vec<Frame> {
    let mut frames: Vec<Frame> = Vec::new();
    for mut glyph in glyphs {
        let angle = angle(glyph.direction);
        (glyph.x, glyph.y) = turn(angle, glyph.x, glyph.y);
        let full = frames.len() >= FRAMES_MAX;
        match frames.iter_mut().find(|frame| frame.angle == angle) {
            Some(frame) => frame.glyphs.push(glyph),
            None if full => {}
            None => frames.push(Frame { angle, glyphs: vec![glyph], rules: turn_rules(angle, rules) }),
        }
    }
    frames.sort_by_key(|frame| std::cmp::Reverse(frame.glyphs.len()));
    frames
}

fn angle((dx, dy): (f32, f32)) -> i32 {
    let degrees = dy.atan2(dx).to_degrees();
    let upright = (degrees / 90.0).round() * 90.0;
    let degrees = if (degrees - upright).abs() <= UPRIGHT { upright } else { degrees.round() };
    (degrees as i32).rem_euclid(360)
}

/// Turns a point against the angle of its text.
fn turn(angle: i32, x: f32, y: f32) -> (f32, f32) {
    match angle {
        0 => (x, y),
        90 => (y, -x),
        180 => (-x, -y),
        270 => (-y, x),
        angle => {
            let (sin, cos) = (angle as f32).to_radians().sin_cos();
            (x * cos + y * sin, y * cos - x * sin)
        }
    }
}

/// Turns an upright rectangle along with the text of an upright direction.
pub(super) fn turn_rect(angle: i32, rect: &Rect) -> Rect {
    let (ax, ay) = turn(angle, rect.x0, rect.y0);
    let (bx, by) = turn(angle, rect.x1, rect.y1);
    Rect { x0: ax.min(bx), y0: ay.min(by), x1: ax.max(bx), y1: ay.max(by) }
}

fn turn_rules(angle: i32, rules: &[Rule]) -> Vec<Rule> {
    if angle % 90 != 0 {
        return Vec::new();
    }
    rules
        .iter()
        .map(|rule| {
            let line = if rule.horizontal {
                Rect { x0: rule.from, y0: rule.at, x1: rule.to, y1: rule.at }
            } else {
                Rect { x0: rule.at, y0: rule.from, x1: rule.at, y1: rule.to }
            };
            let line = turn_rect(angle, &line);
            let horizontal = rule.horizontal == (angle % 180 == 0);
            let (at, from, to) = if horizontal { (line.y0, line.x0, line.x1) } else { (line.x0, line.y0, line.y1) };
            Rule { horizontal, at, from, to }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_runs_up_is_turned_with_its_lines() {
        let up = angle((0.0, -1.0));
        assert_eq!(up, 270);
        // A point further up is further along; one further right is a line below.
        assert_eq!(turn(up, 10.0, 100.0), (-100.0, 10.0));
        assert_eq!(turn(up, 10.0, 90.0), (-90.0, 10.0));
        let rule = Rule { horizontal: false, at: 5.0, from: 20.0, to: 60.0 };
        assert_eq!(turn_rules(up, &[rule]), [Rule { horizontal: true, at: 5.0, from: -60.0, to: -20.0 }]);
    }

    #[test]
    fn small_tilts_are_upright() {
        assert_eq!(angle((1.0, 0.01)), 0);
        assert_eq!(angle((0.7, 0.7)), 45);
    }
}
