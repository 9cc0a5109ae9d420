//! The host's side: warm workers, one file each, and a deadline.

use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use documents::{ChunkRules, Error, Extracted, Format, Input, Limit, Limits, Reading};
use serde::de::DeserializeOwned;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::Semaphore;

use crate::wire::{Answer, Form, HEAD_BYTES_MAX, PIECE_BYTES, Request, TOO_LONG, Wanted};

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
    pub async fn extract(&self, bytes: &[u8], media_type: Option<&str>, name: Option<&str>) -> Answer<Extracted> {
        self.document(&Input { bytes, media_type, name }, false).await
    }

    /// Reads a web page as [`Extractor::extract`] does, but only its article: without navigation and footers. `address`
    /// is where it was found, so that its links lead somewhere. What is no web page is read whole.
    ///
    /// # Errors
    ///
    /// Those of [`Extractor::extract`].
    pub async fn extract_article(&self, bytes: &[u8], media_type: Option<&str>, address: &str) -> Answer<Extracted> {
        self.document(&Input { bytes, media_type, name: Some(address) }, true).await
    }

    /// Reads a file, writes its Markdown and cuts it into chunks: all of it in the worker, as [`Extractor::extract`] does.
    ///
    /// # Errors
    ///
    /// Those of [`Extractor::extract`].
    pub async fn read(&self, file: &Input<'_>, rules: &ChunkRules) -> Answer<Reading> {
        let (limits, rules) = (self.0.options.limits.clone(), rules.clone());
        let wanted = Wanted { article: false, form: Form::Reading(rules.clone()) };
        self.0.read(file, wanted, move |file| documents::read(file, &limits, &rules)).await
    }

    /// Reads a web page as [`Extractor::extract_article`] does, and writes and cuts it as [`Extractor::read`] does.
    ///
    /// # Errors
    ///
    /// Those of [`Extractor::extract`].
    pub async fn read_article(&self, file: &Input<'_>, rules: &ChunkRules) -> Answer<Reading> {
        let limits = self.0.options.limits.clone();
        let (rules, wanted) = (rules.clone(), Wanted { article: true, form: Form::Reading(rules.clone()) });
        let in_place = move |file: &Input<'_>| {
            documents::extract_article(file, &limits).map(|extracted| Reading::of(extracted, &rules))
        };
        self.0.read(file, wanted, in_place).await
    }

    /// Reads a file as [`Extractor::read`] does, but plain text in a worker, too.
    ///
    /// # Errors
    ///
    /// Those of [`Extractor::extract`].
    pub async fn read_in_worker(&self, file: &Input<'_>, rules: &ChunkRules) -> Answer<Reading> {
        self.0.in_a_worker(file, Wanted { article: false, form: Form::Reading(rules.clone()) }).await
    }

    /// How much of a file is read at most.
    pub fn limits(&self) -> &Limits {
        &self.0.options.limits
    }

    async fn document(&self, file: &Input<'_>, article: bool) -> Answer<Extracted> {
        let limits = self.0.options.limits.clone();
        let extract = if article { documents::extract_article } else { documents::extract };
        let in_place = move |file: &Input<'_>| extract(file, &limits);
        self.0.read(file, Wanted { article, form: Form::Document }, in_place).await
    }
}

/// Whether reading it takes no more than a look at each byte.
fn is_plain(file: &Input<'_>) -> bool {
    let Ok(detected) = documents::detect(file) else { return false };
    matches!(detected.format, Format::Text | Format::Code)
}

/// Whether its content has to be looked into, which is a worker's business.
fn is_package(bytes: &[u8]) -> bool {
    [b"PK".as_slice(), b"%PDF", &[0xD0, 0xCF, 0x11, 0xE0]].iter().any(|magic| bytes.starts_with(magic))
}

/// Reads a file on a thread where that may take its time, if it is plain.
async fn read_in_place<T: Send + 'static>(
    file: &Input<'_>,
    read: impl FnOnce(&Input<'_>) -> Answer<T> + Send + 'static,
) -> Option<Answer<T>> {
    let owned = (file.bytes.to_vec(), file.media_type.map(str::to_owned), file.name.map(str::to_owned));
    let task = tokio::task::spawn_blocking(move || {
        let file = Input { bytes: &owned.0, media_type: owned.1.as_deref(), name: owned.2.as_deref() };
        is_plain(&file).then(|| read(&file))
    });
    match task.await {
        Ok(answer) => answer,
        Err(error) => {
            tracing::error!(%error, "reading text in place");
            Some(Err(Error::corrupt("no reader survived it")))
        }
    }
}

impl Inner {
    async fn read<T: DeserializeOwned + Send + 'static>(
        &self,
        file: &Input<'_>,
        wanted: Wanted,
        in_place: impl FnOnce(&Input<'_>) -> Answer<T> + Send + 'static,
    ) -> Answer<T> {
        if file.bytes.len() <= IN_PLACE_BYTES_MAX
            && !is_package(file.bytes)
            && let Some(answer) = read_in_place(file, in_place).await
        {
            return answer;
        }
        self.in_a_worker(file, wanted).await
    }

    async fn in_a_worker<T: DeserializeOwned + Send + 'static>(&self, file: &Input<'_>, wanted: Wanted) -> Answer<T> {
        if file.bytes.len() as u64 > self.options.limits.bytes_in {
            return Err(Error::LimitExceeded { limit: Limit::BytesIn });
        }
        let Ok(_room) = self.room.acquire().await else { return Err(Error::TimedOut) };
        self.through_a_worker(file, wanted).await
    }

    async fn through_a_worker<T: DeserializeOwned + Send + 'static>(
        &self,
        file: &Input<'_>,
        wanted: Wanted,
    ) -> Answer<T> {
        let mut worker = match self.idle() {
            Some(worker) => worker,
            None => self.start().map_err(|error| unstarted(&error))?,
        };
        match tokio::time::timeout(self.options.deadline, self.ask(&mut worker, file, wanted)).await {
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

    async fn ask<T: DeserializeOwned + Send + 'static>(
        &self,
        worker: &mut Worker,
        file: &Input<'_>,
        wanted: Wanted,
    ) -> std::io::Result<Answer<T>> {
        let head = serde_json::to_vec(&Request {
            length: file.bytes.len() as u64,
            media_type: file.media_type.map(str::to_owned),
            name: file.name.map(str::to_owned),
            wanted,
            limits: self.options.limits.clone(),
            memory_bytes: self.options.memory_bytes,
            cpu_seconds: self.options.deadline.as_secs().max(1),
        })?;
        let length = u32::try_from(head.len()).map_err(|_| std::io::ErrorKind::InvalidInput)?;
        worker.input.write_all(&length.to_be_bytes()).await?;
        worker.input.write_all(&head).await?;
        worker.input.write_all(file.bytes).await?;
        worker.input.flush().await?;
        let mut answer = Vec::new();
        // A worker cannot hold more.
        let most = self.options.memory_bytes.min(HEAD_BYTES_MAX.into());
        loop {
            match worker.output.read_u32().await? {
                0 => break,
                TOO_LONG => return Ok(Err(Error::LimitExceeded { limit: Limit::BytesOut })),
                length if length as usize > PIECE_BYTES || answer.len() as u64 > most => {
                    return Err(std::io::ErrorKind::InvalidData.into());
                }
                length => (&mut worker.output).take(length.into()).read_to_end(&mut answer).await?,
            };
        }
        // Tens of megabytes at worst: nothing for a thread that others wait for.
        let parsed = tokio::task::spawn_blocking(move || serde_json::from_slice::<Answer<T>>(&answer));
        Ok(parsed.await.map_err(std::io::Error::other)??)
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
