import { httpText } from '../http.mts';

/** n8n refused a request. */
export class N8nRefusal extends Error {
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}

/** A person who is signed in to n8n, through the REST API that its editor uses. */
export class N8nSession {
	static readonly owner = {
		email: 'demo@example.com',
		password: 'Sandbox-2026',
		firstName: 'Demo',
		lastName: 'Recruiter',
	};

	private cookie = '';

	constructor(readonly url: string) {}

	/** Signs in; on a new n8n, after creating the owner's account. */
	async signIn(): Promise<void> {
		const { email, password } = N8nSession.owner;
		const settings = await this.request<{ userManagement: { showSetupOnFirstLoad?: boolean } }>(
			'GET',
			'/rest/settings',
		);
		if (settings.userManagement.showSetupOnFirstLoad) {
			await this.request('POST', '/rest/owner/setup', N8nSession.owner);
		} else {
			await this.request('POST', '/rest/login', { emailOrLdapLoginId: email, password });
		}
	}

	/** The session cookie, to sign in a browser. */
	get session(): { name: string; value: string } {
		const [name, ...value] = this.cookie.split('=');
		return { name, value: value.join('=') };
	}

	/** @throws {N8nRefusal} with n8n's message if the status isn't 2xx */
	protected async request<T>(method: string, path: string, body?: unknown): Promise<T> {
		const { status, headers, data } = await httpText.request<string>({
			method,
			url: `${this.url}${path}`,
			headers: { 'content-type': 'application/json', cookie: this.cookie },
			data: body === undefined ? undefined : JSON.stringify(body),
		});
		const session = headers['set-cookie']?.find((line) => line.startsWith('n8n-auth='));
		if (session !== undefined) this.cookie = session.split(';')[0];
		if (status < 200 || status >= 300) {
			throw new N8nRefusal(status, `n8n answered ${method} ${path} with ${status}: ${data}`);
		}
		const answer = JSON.parse(data);
		return path.startsWith('/rest/') ? answer.data : answer;
	}
}
