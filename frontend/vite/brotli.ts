import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import type { Plugin } from 'vite';

const TEXT = /\.(js|css|html|json|svg|webmanifest|txt|wasm|ttf)$/;

/** Below this size, in bytes, the header of a second file costs more than compression saves. */
const SMALLEST_BYTES = 512;

/** Writes a `.br` twin beside every text file of the build, so that the server never compresses. */
export function brotli(): Plugin {
  let folder = 'dist';
  return {
    name: 'pallium-brotli',
    apply: 'build',
    configResolved(config) {
      folder = config.build.outDir;
    },
    closeBundle: {
      order: 'post',
      handler() {
        compressFolder(folder);
      },
    },
  };
}

function compressFolder(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const found = statSync(path);
    if (found.isDirectory()) compressFolder(path);
    else if (TEXT.test(name) && found.size >= SMALLEST_BYTES) compressFile(path);
  }
}

function compressFile(path: string): void {
  const bytes = readFileSync(path);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }));
}
