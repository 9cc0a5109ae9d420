//! What opens a breaker, what closes it, and what it never does.

use std::sync::Arc;

use super::*;
use crate::recorder::Lines;

/// A breaker, one target and a clock that only the test moves.
struct Scene {
    breaker: Breaker,
    now: Arc<Mutex<Instant>>,
    target: Target,
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Fail(u32),
    /// The first byte of an answer.
    Begin,
    /// The end of an answer.
    End,
    /// A call that asks for its way, with somewhere else to go.
    Ask,
    /// The caller of the last probe leaves.
    Leave,
    Seconds(u64),
}
use Step::*;

impl Scene {
    fn new() -> Self {
        let now = Arc::new(Mutex::new(Instant::now()));
        let shared = now.clone();
        let clock: Clock = Arc::new(move || *shared.lock().unwrap());
        Self { breaker: Breaker::new(clock), now, target: target(1, "http://a/v1", "m") }
    }

    fn pass_time(&self, time: Duration) {
        *self.now.lock().unwrap() += time;
    }

    fn play(steps: &[Step]) -> Self {
        let scene = Self::new();
        for step in steps {
            match step {
                Fail(times) => (0..*times).for_each(|_| scene.breaker.failed(&scene.target)),
                Begin => scene.breaker.began(&scene.target),
                End => scene.breaker.succeeded(&scene.target),
                Ask => drop(scene.breaker.try_admit(&scene.target)),
                Leave => scene.breaker.undecided(&scene.target),
                Seconds(seconds) => scene.pass_time(Duration::from_secs(*seconds)),
            }
        }
        scene
    }

    fn state(&self) -> BreakerState {
        self.breaker.state(&self.target)
    }

    /// Whether calls go out now, as a probe or not, and else how long they do not.
    fn asks(&self, target: &Target) -> Result<bool, u64> {
        self.breaker.try_admit(target).map_err(|(wait, _)| wait.as_secs())
    }
}

fn target(number: u128, base_url: &str, model: &str) -> Target {
    let connection_id = ConnectionId(uuid::Uuid::from_u128(number));
    Target { connection_id, base_url: base_url.to_owned(), model: model.to_owned() }
}

fn open(seconds: u64) -> BreakerState {
    BreakerState::Open { retry_after: Duration::from_secs(seconds) }
}

#[test]
fn only_faults_in_a_row_open_it_and_a_probe_decides() {
    let (closed, half_open) = (BreakerState::Closed, BreakerState::HalfOpen);
    let table: &[(&str, &[Step], BreakerState)] = &[
        ("nothing happened", &[], closed),
        ("fewer than five", &[Fail(4)], closed),
        ("five", &[Fail(5)], open(1)),
        ("an answer in between", &[Fail(4), Begin, End, Fail(4)], closed),
        ("a first byte alone forgives nothing", &[Fail(4), Begin, Fail(1)], open(1)),
        ("far apart", &[Fail(4), Seconds(31), Fail(4)], closed),
        ("its time is over", &[Fail(5), Seconds(1)], half_open),
        ("a probe is out", &[Fail(5), Seconds(1), Ask], half_open),
        ("the probe fails: twice as long", &[Fail(5), Seconds(1), Ask, Fail(1)], open(2)),
        ("calls from before tell nothing new", &[Fail(5), Fail(7)], open(1)),
        (
            "never longer than sixteen seconds",
            &[
                Fail(5),
                Seconds(1),
                Ask,
                Fail(1),
                Seconds(2),
                Ask,
                Fail(1),
                Seconds(4),
                Ask,
                Fail(1),
                Seconds(8),
                Ask,
                Fail(1),
                Seconds(16),
                Ask,
                Fail(1),
            ],
            open(16),
        ),
        ("the probe's first byte", &[Fail(5), Seconds(1), Ask, Begin], closed),
        ("the probe is cut after it", &[Fail(5), Seconds(1), Ask, Begin, Fail(1)], open(1)),
        ("the probe is whole", &[Fail(5), Seconds(1), Ask, Begin, End, Fail(4)], closed),
        ("an answer to a call from before", &[Fail(5), Begin], closed),
        ("the probe's caller leaves", &[Fail(5), Seconds(1), Ask, Leave], half_open),
    ];
    for (name, steps, expected) in table {
        assert_eq!(Scene::play(steps).state(), *expected, "{name}");
    }
}

#[test]
fn an_open_one_refuses_and_then_lets_one_probe_out_at_a_time() {
    let scene = Scene::play(&[Fail(5)]);
    let target = &scene.target;
    assert_eq!(scene.asks(target), Err(1));
    scene.pass_time(Duration::from_secs(1));
    assert_eq!((scene.asks(target), scene.asks(target)), (Ok(true), Err(16)));
    scene.breaker.undecided(target);
    assert_eq!((scene.asks(target), scene.asks(target)), (Ok(true), Err(16)));
    scene.pass_time(Duration::from_secs(16));
    assert_eq!(scene.asks(target), Ok(true), "a probe that is never heard of again is replaced");
    scene.breaker.began(target);
    assert_eq!((scene.asks(target), scene.asks(target)), (Ok(false), Ok(false)));
}

#[test]
fn it_knows_connection_model_and_address_apart() {
    let scene = Scene::play(&[Fail(5)]);
    for other in [target(2, "http://a/v1", "m"), target(1, "http://b/v1", "m"), target(1, "http://a/v1", "n")] {
        assert_eq!(scene.asks(&other), Ok(false), "{other:?}");
    }
    let expected =
        TargetState { connection_id: scene.target.connection_id, model: "m".to_owned(), state: open(1), failures: 5 };
    assert_eq!(scene.breaker.states(), [expected]);
    scene.breaker.forgive(target(2, "", "").connection_id);
    assert_eq!(scene.state(), open(1));
    scene.breaker.forgive(scene.target.connection_id);
    assert_eq!(scene.breaker.states(), []);
}

#[test]
fn calls_with_nowhere_else_to_go_pass_an_open_one_in_turns() {
    let scene = Scene::play(&[Fail(5)]);
    let turn = || scene.breaker.take_turn(&scene.target);
    assert_eq!((turn(), turn()), (Ok(()), Err(TURN)));
    scene.pass_time(TURN / 2);
    assert_eq!(turn(), Err(TURN / 2));
    scene.pass_time(TURN / 2);
    assert_eq!((turn(), turn()), (Ok(()), Err(TURN)));
    scene.breaker.began(&scene.target);
    assert_eq!((turn(), turn()), (Ok(()), Ok(())), "nobody waits when it is well again");
}

/// What became of many calls, ten milliseconds apart, at a target that fails one time in `1 / share`.
#[derive(Debug)]
struct Tally {
    answered: u32,
    failed: u32,
    refused: u32,
    waited: Duration,
}

fn ten_thousand_calls(error_percent: u64, last_resort: bool) -> Tally {
    let scene = Scene::new();
    let mut tally = Tally { answered: 0, failed: 0, refused: 0, waited: Duration::ZERO };
    let mut dice: u64 = 4711;
    for _ in 0..10_000 {
        scene.pass_time(Duration::from_millis(10));
        if scene.breaker.try_admit(&scene.target).is_err() {
            if !last_resort {
                tally.refused += 1;
                continue;
            }
            while let Err(wait) = scene.breaker.take_turn(&scene.target) {
                tally.waited += wait;
                scene.pass_time(wait);
            }
        }
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        if (dice >> 33) % 100 < error_percent {
            tally.failed += 1;
            scene.breaker.failed(&scene.target);
        } else {
            tally.answered += 1;
            scene.breaker.began(&scene.target);
            scene.breaker.succeeded(&scene.target);
        }
    }
    tally
}

#[test]
fn a_single_target_with_a_fifth_of_errors_refuses_nobody() {
    let tally = ten_thousand_calls(20, true);
    assert_eq!((tally.refused, tally.answered + tally.failed), (0, 10_000), "{tally:?}");
    assert!((7_800..8_200).contains(&tally.answered), "{tally:?}");
    assert!(tally.waited < Duration::from_secs(10), "of one hundred seconds: {tally:?}");
}

#[test]
fn a_dead_single_target_is_asked_five_times_a_second_not_a_hundred() {
    let tally = ten_thousand_calls(100, true);
    assert_eq!((tally.refused, tally.failed), (0, 10_000));
    assert!(tally.waited > TURN * 9_000, "{tally:?}");
}

#[test]
fn a_target_among_others_is_spared_when_it_is_down_and_kept_when_it_only_stumbles() {
    assert!(ten_thousand_calls(20, false).refused < 1_000);
    assert!(ten_thousand_calls(100, false).refused > 9_900);
}

#[test]
fn its_changes_are_on_the_gauge() {
    let lines = Lines::default();
    let steps = [Fail(5), Seconds(1), Ask, Fail(1), Seconds(2), Ask, Begin, End];
    metrics::with_local_recorder(&lines, || Scene::play(&steps));
    let at = "pallium_breaker_state{connection=00000000-0000-0000-0000-000000000001,model=m}";
    assert_eq!(lines.all(), [2, 1, 2, 1, 0].map(|level| format!("{at} {level}")));
}
