import { hashHere, type HashNews } from './hash-file';

const tell = (news: HashNews) => self.postMessage(news);

self.onmessage = ({ data }: MessageEvent<Blob>) => {
  hashHere(data, (done) => tell({ done })).then(
    (sha256) => tell({ sha256 }),
    // A file that was moved or changed since it was chosen cannot be read.
    (error: unknown) => tell({ failed: error instanceof Error ? error.message : String(error) }),
  );
};
