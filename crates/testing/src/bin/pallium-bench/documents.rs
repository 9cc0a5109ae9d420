//! The measures of reading files: a worker process per file, as the house reads them.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use documents::{ChunkRules, Format, Input, samples};
use extractor::{Extractor, Options};

use crate::Row;
use crate::measures::to_f64;

/// The hidden subcommand of `pallium` that runs a worker.
const WORKER: &str = "extract-worker";
/// Bytes of the files that are made.
const SIZES: [usize; 2] = [5 << 20, 20 << 20];
/// Parts of the file by which the parts of the others are reckoned.
const PROBE_PARTS: usize = 200;
/// What a worker may take beside three times its file.
const MEMORY_BASE: u64 = 64 << 20;
const MIB: u64 = 1 << 20;
/// The formats that are made, and how many megabytes of file are read in a second of CPU by the gates of the design;
/// none where it names none.
const MADE: [(Format, Option<u32>); 20] = [
    (Format::Pdf, Some(13)),
    (Format::Docx, None),
    (Format::Doc, None),
    (Format::Pptx, None),
    (Format::Xlsx, None),
    (Format::Xls, None),
    (Format::Odt, None),
    (Format::Ods, None),
    (Format::Odp, None),
    (Format::Epub, None),
    (Format::Rtf, None),
    (Format::Html, None),
    (Format::Markdown, None),
    (Format::Csv, None),
    (Format::Json, None),
    (Format::Xml, None),
    (Format::Eml, None),
    (Format::Msg, None),
    (Format::Code, None),
    (Format::Text, None),
];

/// What reading one file took.
struct Taken {
    bytes: u64,
    cpu: Duration,
    wall: Duration,
    /// The worker's most resident memory.
    memory: u64,
    failed: Option<documents::Error>,
}

/// Rows per format, over files that are made here and over those of a folder. `only` is a format's extension.
pub(crate) async fn all(pallium: &Path, folder: Option<&Path>, only: Option<&str>) -> Result<Vec<Row>> {
    let wanted = |format: Format| only.is_none_or(|only| Format::of_name(&format!("a.{only}")) == Some(format));
    let mut rows = Vec::new();
    for (format, gate) in MADE.into_iter().filter(|(format, _)| wanted(*format)) {
        let mut taken = Vec::new();
        for size in SIZES {
            let bytes = made(format, size)?;
            let name = format!("a.{}", extension(format)?);
            taken.push(measure(pallium, &bytes, &name).await.with_context(|| format!("reading {name}"))?);
        }
        rows.extend(told(&format!("{} as made", format.name()), &taken, gate));
    }
    if let Some(folder) = folder {
        rows.extend(of_folder(pallium, folder, &wanted).await?);
    }
    Ok(rows)
}

fn extension(format: Format) -> Result<&'static str> {
    let supported = documents::supported().into_iter().find(|supported| supported.format == format);
    supported.and_then(|supported| supported.extensions.first().copied()).context("an extension")
}

/// A file of about this size.
fn made(format: Format, size: usize) -> Result<Vec<u8>> {
    let probe = samples::sample(format, PROBE_PARTS)?.len();
    Ok(samples::sample(format, (PROBE_PARTS * size / probe).clamp(1, parts_max(format)))?)
}

/// Parts that a file may have before the usual limits on pages and cells refuse it.
fn parts_max(format: Format) -> usize {
    match format {
        Format::Pdf => 9_900,
        Format::Pptx | Format::Odp => 4_900,
        Format::Xlsx | Format::Xls | Format::Ods | Format::Csv => 6_200,
        _ => usize::MAX,
    }
}

/// The files of a folder by their format.
async fn of_folder(pallium: &Path, folder: &Path, wanted: &dyn Fn(Format) -> bool) -> Result<Vec<Row>> {
    let mut found: Vec<(Format, Vec<Taken>)> = Vec::new();
    for path in files(folder)? {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let bytes = std::fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
        let Ok(detected) = documents::detect(&Input { bytes: &bytes, media_type: None, name: Some(&name) }) else {
            continue;
        };
        if !wanted(detected.format) {
            continue;
        }
        let taken = measure(pallium, &bytes, &name).await.with_context(|| format!("reading {}", path.display()))?;
        match found.iter_mut().find(|(format, _)| *format == detected.format) {
            Some((_, all)) => all.push(taken),
            None => found.push((detected.format, vec![taken])),
        }
    }
    let gate = |format: Format| MADE.iter().find(|(made, _)| *made == format).and_then(|(_, gate)| *gate);
    Ok(found
        .iter()
        .flat_map(|(format, taken)| told(&format!("{} of the folder", format.name()), taken, gate(*format)))
        .collect())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let (mut folders, mut files) = (vec![folder.to_owned()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).with_context(|| format!("listing {}", folder.display()))? {
            let entry = entry?;
            let kind = entry.file_type()?;
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    Ok(files)
}

/// The rows of one format.
fn told(what: &str, taken: &[Taken], gate: Option<u32>) -> Vec<Row> {
    let read: Vec<&Taken> = taken.iter().filter(|taken| taken.failed.is_none()).collect();
    let bytes = to_f64(read.iter().map(|taken| taken.bytes).sum());
    let seconds = read.iter().map(|taken| taken.cpu.as_secs_f64()).sum::<f64>().max(1e-6);
    let speed = bytes / to_f64(MIB) / seconds;
    let worst = taken.iter().map(|taken| taken.wall).max().unwrap_or_default();
    let of_rule = |taken: &&Taken| to_f64(taken.memory) / to_f64(taken.bytes * 3 + MEMORY_BASE);
    let heaviest = read.iter().max_by(|one, other| of_rule(one).total_cmp(&of_rule(other)));
    let mut rows = vec![Row {
        what: format!("{what}: {} files, {:.1} MB, throughput", taken.len(), bytes / to_f64(MIB)),
        measured: format!("{speed:.1} MB/s of CPU"),
        target: if gate.is_some() { "> 13 MB/s" } else { "" },
        met: gate.is_none_or(|gate| speed > f64::from(gate)),
    }];
    if let Some(heaviest) = heaviest {
        let (memory, file) = (to_f64(heaviest.memory) / to_f64(MIB), to_f64(heaviest.bytes) / to_f64(MIB));
        rows.push(Row {
            what: format!("{what}: most memory of a worker, for {file:.1} MB"),
            measured: format!("{memory:.0} of {:.0} MB", file * 3.0 + to_f64(MEMORY_BASE / MIB)),
            target: "< 3 x file + 64",
            met: of_rule(heaviest) < 1.0,
        });
    }
    rows.push(Row {
        what: format!("{what}: longest time for a file"),
        measured: format!("{:.2} s", worst.as_secs_f64()),
        target: "< 10 s",
        met: worst < Duration::from_secs(10),
    });
    if read.len() < taken.len() {
        let errors: Vec<String> = taken.iter().filter_map(|taken| Some(taken.failed.as_ref()?.to_string())).collect();
        rows.push(Row {
            what: format!("{what}: without text: {}", errors.join("; ")),
            measured: format!("{} of {}", errors.len(), taken.len()),
            target: "",
            met: true,
        });
    }
    rows
}

/// Reads a file in a worker of its own that has read a small one before, writes it as Markdown and cuts it.
async fn measure(pallium: &Path, bytes: &[u8], name: &str) -> Result<Taken> {
    let extractor = Extractor::new(Options { workers: 1, ..Options::new(pallium.to_owned(), vec![WORKER.to_owned()]) });
    let rules = ChunkRules::default();
    extractor.read(&Input { bytes: b"a,b\n1,2\n", media_type: Some("text/csv"), name: Some("a.csv") }, &rules).await?;
    let worker = child()?;
    let before = cpu(worker)?;
    let begun = Instant::now();
    // As a worker's: not in this process, however small it is.
    let answer = extractor.read_in_worker(&Input { bytes, media_type: None, name: Some(name) }, &rules).await;
    let wall = begun.elapsed();
    let bytes = bytes.len() as u64;
    Ok(match answer {
        Ok(_) => Taken { bytes, cpu: cpu(worker)?.saturating_sub(before), wall, memory: peak(worker)?, failed: None },
        // A worker that was killed tells nothing any more.
        Err(error) => Taken { bytes, cpu: wall, wall, memory: peak(worker).unwrap_or(0), failed: Some(error) },
    })
}

/// The one process that this one has started.
fn child() -> Result<u32> {
    for task in std::fs::read_dir("/proc/self/task")? {
        let children = std::fs::read_to_string(task?.path().join("children"))?;
        if let Some(child) = children.split_whitespace().last() {
            return Ok(child.parse()?);
        }
    }
    anyhow::bail!("no worker was started")
}

/// CPU time of the worker's one thread, in nanoseconds' steps.
fn cpu(worker: u32) -> Result<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{worker}/schedstat"))?;
    Ok(Duration::from_nanos(stat.split_whitespace().next().context("a schedstat line")?.parse()?))
}

/// Its most resident memory so far, in bytes.
fn peak(worker: u32) -> Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{worker}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("VmHWM")?;
    Ok(line.trim().trim_end_matches("kB").trim().parse::<u64>()? * 1024)
}
