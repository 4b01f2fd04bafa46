import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where n8n and Node are kept between runs: outside the repository. */
export function cacheRoot(env: NodeJS.ProcessEnv = process.env): string {
	const cache = env.XDG_CACHE_HOME || join(homedir(), '.cache');
	return env.N8N_SMS_SUITE_CACHE || join(cache, 'n8n-nodes-sms-suite');
}
