/** The HTTP client of scripts and tests. Nodes may not have one of their own: they use n8n's. */
import axios from 'axios';

/** Every status is an answer, no redirect is followed, and no proxy stands in between. */
export const http = axios.create({
	validateStatus: () => true,
	maxRedirects: 0,
	proxy: false,
});

/** The same, with the body as the text that came. */
export const httpText = axios.create({
	...http.defaults,
	responseType: 'text',
	transformResponse: (text: string) => text,
});
