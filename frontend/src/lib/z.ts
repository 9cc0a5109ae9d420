import { config, z } from 'zod';

// Zod would try to compile its checks, which the Content-Security-Policy refuses and reports.
config({ jitless: true });

export { z };
