/** The HTTP client of scripts and tests. Nodes must use n8n's. */
import { Agent } from 'node:http';
import axios from 'axios';

/** Every status is an answer, redirects aren't followed, and no proxy is used. */
export const http = axios.create({
	validateStatus: () => true,
	maxRedirects: 0,
	proxy: false,
	// A busy server may close an idle connection at the very moment at which it is used again.
	httpAgent: new Agent({ keepAlive: false }),
});

/** The same with the body as text. */
export const httpText = axios.create({
	...http.defaults,
	responseType: 'text',
	transformResponse: (text: string) => text,
});
