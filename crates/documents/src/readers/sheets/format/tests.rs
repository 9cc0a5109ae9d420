use super::*;

fn check(cases: &[(f64, &str, &str)]) {
    for (number, code, expected) in cases {
        assert_eq!(Format::parse(code).show(*number, false), *expected, "{number} as {code}");
    }
}

#[test]
fn numbers_show_digits_thousands_and_signs() {
    check(&[
        (1234.5, "General", "1234.5"),
        (0.1 + 0.2, "General", "0.3"),
        (1e22, "General", "1E+22"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (999.999, "#,##0", "1,000"),
        (0.0, "#,##0", "0"),
        (0.5, "#.##", ".5"),
        (5.0, "0.0#", "5.0"),
        (7.0, "000", "007"),
        (-3.0, "0.0", "-3.0"),
        (-0.001, "0.0", "0.0"),
        (5551234.0, "000-0000", "555-1234"),
        (12_345_678.0, "0.0,,\" M\"", "12.3 M"),
        (12_345.0, "#,##0,\"k\"", "12k"),
    ]);
}

#[test]
fn sections_are_chosen_by_sign_and_condition() {
    check(&[
        (-5.0, "0;(0);zero", "(5)"),
        (0.0, "0;(0);\"zero\"", "zero"),
        (5.0, ";;;", ""),
        (150.0, "[>100]\"many\";[<=100]0", "many"),
        (50.0, "[>100]\"many\";[<=100]0", "50"),
        (-1.5, "[Red]-0.0;[Blue]-0.0", "-1.5"),
    ]);
    assert_eq!(Format::parse("0;0;0;\"<\"@\">\"").show_text("x"), "<x>");
}

#[test]
fn percent_currency_scientific_and_fractions() {
    check(&[
        (0.5, "0%", "50%"),
        (0.1234, "0.0 %", "12.3 %"),
        (1234.5, "[$€-407] #,##0.00", "€ 1,234.50"),
        (1234.5, "#,##0.00\\ \"kr\"", "1,234.50 kr"),
        (12345.0, "0.00E+00", "1.23E+04"),
        (0.00012, "0.0E-0", "1.2E-4"),
        (12345.0, "##0.0E+0", "12.3E+3"),
        (9.999, "0.0E+0", "1.0E+1"),
        (2.5, "# ?/?", "2 1/2"),
        (0.3333, "# ??/??", "1/3"),
        (3.0, "# ?/?", "3"),
        (1.25, "# ?/8", "1 2/8"),
        (-0.75, "?/?", "-3/4"),
    ]);
}

#[test]
fn dates_and_times_follow_the_pattern() {
    check(&[
        (45_366.0, "yyyy-mm-dd", "2024-03-15"),
        (45_366.0, "d.m.yy", "15.3.24"),
        (45_366.75, "dddd, d mmmm yyyy h:mm AM/PM", "Friday, 15 March 2024 6:00 PM"),
        (45_366.0, "mmm-yy", "Mar-24"),
        (0.5, "hh:mm:ss", "12:00:00"),
        (0.999_999_99, "h:mm", "0:00"),
        (45_366.520_833_333, "m/d/yyyy h:mm", "3/15/2024 12:30"),
        (0.000_694_5, "mm:ss.00", "01:00.00"),
        (60.0, "yyyy-mm-dd", "1900-02-29"),
        (61.0, "yyyy-mm-dd", "1900-03-01"),
        (1.0, "yyyy-mm-dd", "1900-01-01"),
        (45_366.0, "[$-F800]dddd, mmmm dd, yyyy", "2024-03-15"),
        (-1.0, "yyyy-mm-dd", "-1"),
        (3e6, "yyyy-mm-dd", "3000000"),
    ]);
    assert_eq!(Format::parse("yyyy-mm-dd").show(0.0, true), "1904-01-01");
    assert_eq!(Format::built_in(14).show(43_904.0, true), "2024-03-15");
}

#[test]
fn elapsed_time_does_not_end_at_a_day() {
    let hours = 255.0 + 10.0 / 60.0 + 10.0 / 3600.0;
    check(&[
        (hours / 24.0, "[h]:mm:ss", "255:10:10"),
        (1.5, "[h]:mm", "36:00"),
        (1.0 / 24.0, "[mm]:ss", "60:00"),
        (-0.5, "[h]:mm", "-12:00"),
    ]);
}

proptest::proptest! {
    #[test]
    fn any_format_shows_any_number(code in "[0#?.,%/@Ee+ymdhsAMPG;\\[\\]\"_*$-]{0,20}", number: f64) {
        let _shown = Format::parse(&code).show(number, false);
    }

    #[test]
    fn thousands_are_only_set_apart(number in 0u32..) {
        let shown = Format::parse("#,##0").show(f64::from(number), false);
        proptest::prop_assert_eq!(shown.replace(',', ""), number.to_string());
    }
}
