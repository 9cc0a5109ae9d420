//! The host's side: warm workers, one file each, and a deadline.

use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use documents::{Error, Extracted, Format, Input, Limit, Limits};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::Semaphore;

use crate::wire::{Answer, HEAD_BYTES_MAX, Request};

/// Files after which a worker is replaced, so that what a reader leaks does not add up.
const FILES_PER_WORKER: u32 = 200;
/// Text of this size or smaller is read in place.
const IN_PLACE_BYTES_MAX: usize = 1 << 20;
/// Bytes of a dying worker's last words that are looked at.
const LAST_WORDS_MAX: u64 = 4096;
/// Longest wait for them and for the end of a worker that was killed.
const LAST_WORDS_WAIT: Duration = Duration::from_secs(1);

/// How files are read.
#[derive(Debug, Clone)]
pub struct Options {
    /// The program that runs [`crate::serve`], and its arguments.
    pub program: PathBuf,
    /// Its arguments.
    pub arguments: Vec<String>,
    /// Files that are read at the same time, each by a worker of its own.
    pub workers: usize,
    /// How long a file may take, the wait for a free worker not included.
    pub deadline: Duration,
    /// Address space of a worker, in bytes.
    pub memory_bytes: u64,
    /// How much of a file is read.
    pub limits: Limits,
}

impl Options {
    /// The usual limits: two workers, ten seconds, 512 MB.
    pub fn new(program: PathBuf, arguments: Vec<String>) -> Self {
        Self {
            program,
            arguments,
            workers: 2,
            deadline: Duration::from_secs(10),
            memory_bytes: 512 << 20,
            limits: Limits::default(),
        }
    }
}

/// Reads files. Cheap to clone; the workers end when the last clone is dropped.
#[derive(Clone)]
pub struct Extractor(Arc<Inner>);

struct Inner {
    options: Options,
    room: Semaphore,
    idle: Mutex<Vec<Worker>>,
}

/// A worker process between two files.
struct Worker {
    process: Child,
    input: ChildStdin,
    output: ChildStdout,
    files: u32,
}

/// Why a worker gave no answer.
enum Lost {
    /// The deadline passed.
    Late,
    /// It is gone, or says what it should not.
    Gone,
}

impl Extractor {
    /// Starts nothing yet: the first file does.
    pub fn new(options: Options) -> Self {
        let room = Semaphore::new(options.workers.max(1));
        Self(Arc::new(Inner { options, room, idle: Mutex::default() }))
    }

    /// Reads a file, whatever it is. Takes at most the deadline after a worker is free.
    ///
    /// # Errors
    ///
    /// Every [`Error`]. A worker that dies is the file's fault: [`Error::LimitExceeded`] where it had no memory left,
    /// [`Error::TimedOut`] where it had no time left, else [`Error::Corrupt`].
    pub async fn extract(&self, bytes: &[u8], media_type: Option<&str>, name: Option<&str>) -> Answer {
        self.read(&Input { bytes, media_type, name }, false).await
    }

    /// Reads a web page as [`Extractor::extract`] does, but only its article: without navigation and footers. `address`
    /// is where it was found, so that its links lead somewhere. What is no web page is read whole.
    ///
    /// # Errors
    ///
    /// Those of [`Extractor::extract`].
    pub async fn extract_article(&self, bytes: &[u8], media_type: Option<&str>, address: &str) -> Answer {
        self.read(&Input { bytes, media_type, name: Some(address) }, true).await
    }

    /// How much of a file is read at most.
    pub fn limits(&self) -> &Limits {
        &self.0.options.limits
    }

    async fn read(&self, file: &Input<'_>, article: bool) -> Answer {
        let limits = &self.0.options.limits;
        if file.bytes.len() as u64 > limits.bytes_in {
            return Err(Error::LimitExceeded { limit: Limit::BytesIn });
        }
        if file.bytes.len() <= IN_PLACE_BYTES_MAX && is_plain(file) {
            return documents::extract(file, limits);
        }
        let Ok(_room) = self.0.room.acquire().await else { return Err(Error::TimedOut) };
        self.0.through_a_worker(file, article).await
    }
}

/// Whether reading it takes no more than a look at each byte.
fn is_plain(file: &Input<'_>) -> bool {
    // To look into packages is a worker's business.
    if file.bytes.starts_with(b"PK") || file.bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return false;
    }
    let Ok(detected) = documents::detect(file) else { return false };
    matches!(detected.format, Format::Text | Format::Code)
}

impl Inner {
    async fn through_a_worker(&self, file: &Input<'_>, article: bool) -> Answer {
        let mut worker = match self.idle() {
            Some(worker) => worker,
            None => self.start().map_err(|error| unstarted(&error))?,
        };
        match tokio::time::timeout(self.options.deadline, self.ask(&mut worker, file, article)).await {
            Ok(Ok(answer)) => {
                worker.files += 1;
                if worker.files < FILES_PER_WORKER {
                    self.lock().push(worker);
                }
                answer
            }
            Ok(Err(error)) => {
                tracing::debug!(%error, "a worker that reads files broke off");
                Err(worker.blame(Lost::Gone).await)
            }
            Err(_) => Err(worker.blame(Lost::Late).await),
        }
    }

    /// A warm worker, if one still lives: it may have been killed while it waited.
    fn idle(&self) -> Option<Worker> {
        let mut idle = self.lock();
        std::iter::from_fn(|| idle.pop()).find_map(|mut worker| match worker.process.try_wait() {
            Ok(None) => Some(worker),
            Ok(Some(_)) | Err(_) => None,
        })
    }

    fn start(&self) -> std::io::Result<Worker> {
        let mut process = Command::new(&self.options.program)
            .args(&self.options.arguments)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let pipes = process.stdin.take().zip(process.stdout.take());
        let (input, output) = pipes.ok_or(std::io::ErrorKind::BrokenPipe)?;
        metrics::counter!("pallium_extract_workers_total").increment(1);
        Ok(Worker { process, input, output, files: 0 })
    }

    async fn ask(&self, worker: &mut Worker, file: &Input<'_>, article: bool) -> std::io::Result<Answer> {
        let head = serde_json::to_vec(&Request {
            length: file.bytes.len() as u64,
            media_type: file.media_type.map(str::to_owned),
            name: file.name.map(str::to_owned),
            article,
            limits: self.options.limits.clone(),
            memory_bytes: self.options.memory_bytes,
            cpu_seconds: self.options.deadline.as_secs().max(1),
        })?;
        let length = u32::try_from(head.len()).map_err(|_| std::io::ErrorKind::InvalidInput)?;
        worker.input.write_all(&length.to_be_bytes()).await?;
        worker.input.write_all(&head).await?;
        worker.input.write_all(file.bytes).await?;
        worker.input.flush().await?;
        let length = worker.output.read_u32().await?;
        // A worker cannot hold more.
        if u64::from(length) > self.options.memory_bytes.min(HEAD_BYTES_MAX.into()) {
            return Err(std::io::ErrorKind::InvalidData.into());
        }
        let mut answer = Vec::new();
        (&mut worker.output).take(length.into()).read_to_end(&mut answer).await?;
        Ok(serde_json::from_slice::<Result<Extracted, Error>>(&answer)?)
    }

    /// No panic leaves the list half-changed, so a poisoned lock is still good.
    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Worker>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Worker {
    /// Ends the worker and says what that means for its file.
    async fn blame(mut self, lost: Lost) -> Error {
        if let Err(error) = self.process.start_kill() {
            tracing::debug!(%error, "the worker had ended by itself");
        }
        let mut words = Vec::new();
        let ended = tokio::time::timeout(LAST_WORDS_WAIT, async {
            if let Some(said) = self.process.stderr.take()
                && let Err(error) = said.take(LAST_WORDS_MAX).read_to_end(&mut words).await
            {
                tracing::debug!(%error, "the worker's last words were not read");
            }
            self.process.wait().await.ok()
        });
        let status = ended.await.ok().flatten();
        let words = String::from_utf8_lossy(&words).into_owned();
        tracing::warn!(?status, %words, "a worker died over a file");
        let error = match lost {
            Lost::Late => Error::TimedOut,
            Lost::Gone => of_status(status, &words),
        };
        let outcome = match &error {
            Error::TimedOut => "timed_out",
            Error::LimitExceeded { .. } => "out_of_memory",
            Error::Encrypted | Error::Unsupported { .. } | Error::Corrupt { .. } => "died",
        };
        metrics::counter!("pallium_extract_deaths_total", "outcome" => outcome).increment(1);
        error
    }
}

/// What a worker's end says of its file.
fn of_status(status: Option<ExitStatus>, words: &str) -> Error {
    use std::os::unix::process::ExitStatusExt;
    let signal = status.and_then(|status| status.signal());
    if signal == Some(rustix::process::Signal::XCPU.as_raw()) {
        return Error::TimedOut;
    }
    // What Rust's allocator says before it aborts.
    if words.contains("memory allocation of") {
        return Error::LimitExceeded { limit: Limit::Memory };
    }
    Error::corrupt("no reader survived it")
}

fn unstarted(error: &std::io::Error) -> Error {
    tracing::error!(%error, "the worker that reads files cannot be started");
    Error::unsupported("this file, because the reader cannot be started")
}
