//! The worker's side: one file after another from standard input, one answer after another to standard output.

use std::io::{self, Read, Write};

use documents::{Error, Input, Limit, Reading};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::wire::{Answer, Form, HEAD_BYTES_MAX, Pieces, Request};

/// Serves until the host closes the pipe.
///
/// # Errors
///
/// When the pipe breaks, when the host says something else than requests, and when the limits cannot be set: without
/// them nothing is read.
pub fn serve() -> io::Result<()> {
    let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
    confine()?;
    // Panics of third parties' readers are caught; told, they would fill a pipe that is read only at the worker's end.
    std::panic::set_hook(Box::new(|_| {}));
    while let Some(request) = next(&mut input)? {
        let file = file(&request, &mut input)?;
        let mut pieces = Pieces::new(&mut output);
        let said = answer(&request, file, &mut pieces);
        let is_too_long = said.is_err() && pieces.is_too_long();
        if !is_too_long {
            said?;
        }
        pieces.end(is_too_long)?;
    }
    Ok(())
}

/// Takes away what reading a file does not need: new descriptors, which is all files and all sockets, bytes written to
/// files, and an image of the memory when it dies.
fn confine() -> io::Result<()> {
    for resource in [Resource::Nofile, Resource::Fsize, Resource::Core] {
        let none = Rlimit { current: Some(0), maximum: Some(0) };
        setrlimit(resource, none)?;
    }
    Ok(())
}

fn next(input: &mut impl Read) -> io::Result<Option<Request>> {
    let mut length = [0; 4];
    match input.read_exact(&mut length) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error),
    }
    let length = u32::from_be_bytes(length);
    if length > HEAD_BYTES_MAX {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut head = Vec::new();
    input.take(length.into()).read_to_end(&mut head)?;
    Ok(Some(serde_json::from_slice(&head)?))
}

/// Reads the file and says what it is asked for.
fn answer(request: &Request, file: Answer<Vec<u8>>, pieces: &mut impl Write) -> serde_json::Result<()> {
    let bytes = match file {
        Ok(bytes) => bytes,
        Err(error) => return serde_json::to_writer(pieces, &Answer::<()>::Err(error)),
    };
    let file = Input { bytes: &bytes, media_type: request.media_type.as_deref(), name: request.name.as_deref() };
    let extract = if request.wanted.article { documents::extract_article } else { documents::extract };
    let extracted = extract(&file, &request.limits);
    drop(bytes);
    match &request.wanted.form {
        Form::Document => serde_json::to_writer(pieces, &extracted),
        Form::Reading(rules) => {
            serde_json::to_writer(pieces, &extracted.map(|extracted| Reading::of(extracted, rules)))
        }
    }
}

/// The file of a request, under the limits that it names.
fn file(request: &Request, input: &mut impl Read) -> io::Result<Answer<Vec<u8>>> {
    limit(Resource::As, request.memory_bytes)?;
    let spent = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    let spent = u64::try_from(spent.tv_sec).unwrap_or(0);
    // Counted from the process's start, in whole seconds: one more, for the one that has begun.
    limit(Resource::Cpu, spent.saturating_add(request.cpu_seconds).saturating_add(1))?;
    let mut bytes = Vec::new();
    let expected = usize::try_from(request.length).map_err(|_| io::ErrorKind::InvalidData)?;
    if bytes.try_reserve_exact(expected).is_err() {
        io::copy(&mut input.take(request.length), &mut io::sink())?;
        return Ok(Err(Error::LimitExceeded { limit: Limit::Memory }));
    }
    input.take(request.length).read_to_end(&mut bytes)?;
    if bytes.len() != expected {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(Ok(bytes))
}

/// Sets the soft limit, which the next request may set again, below the hard one.
fn limit(resource: Resource, value: u64) -> io::Result<()> {
    let hard = getrlimit(resource).maximum;
    let current = Some(hard.map_or(value, |hard| value.min(hard)));
    Ok(setrlimit(resource, Rlimit { current, maximum: hard })?)
}
