import { z } from 'zod/v4';

import { Refusal } from './listing.mts';
import type { Listings, PageRequest } from './listing.mts';
import type { AshbyPeople } from './people.mts';
import type { ApiKey, Permission } from './types.mts';
import type { Webhooks } from './webhooks.mts';

/** What an endpoint works with. */
export interface Context {
	org: AshbyPeople;
	key: ApiKey;
	path: string;
	listings: Listings;
	webhooks: Webhooks;
}

/** The rest of the response, apart from `success: true`. */
export type Success = { results: unknown } & Record<string, unknown>;

export interface Endpoint {
	permission: Permission;
	/** Answers a parsed body. Throws a Refusal for whatever Ashby answers with `success: false`. */
	run(context: Context, body: unknown): Promise<Success>;
}

/** An endpoint whose body is checked as Ashby does it, with Zod and its messages. */
export function endpoint<Schema extends z.ZodType>(
	permission: Permission,
	schema: Schema,
	handle: (context: Context, body: z.infer<Schema>) => Success | Promise<Success>,
): Endpoint {
	return {
		permission,
		async run(context, body) {
			const parsed = schema.safeParse(body);
			if (parsed.success) return await handle(context, parsed.data);
			const messages = parsed.error.issues.map(({ path, message }) =>
				[path.join('.'), message].filter(Boolean).join(': '),
			);
			throw new Refusal('invalid_input', messages.join(', '));
		},
	};
}

/** Body keys of a list with pages and, unless `syncToken` is left out, incremental runs. */
export const pageKeys = {
	cursor: z.string().optional(),
	limit: z.number().int().min(1).optional(),
};
export const syncKeys = { ...pageKeys, syncToken: z.string().optional() };

/** One page of a list as it is returned; undefined values are missing in JSON. */
export async function pageOf<Row extends { id: string }>(
	{ listings, path }: Context,
	request: Omit<PageRequest<Row>, 'path' | 'scope'> & { scope?: string },
	toJson: (row: Row) => unknown,
): Promise<Success> {
	const { scope = '', ...rest } = request;
	const page = await listings.page({ ...rest, path, scope: `${path} ${scope}` });
	const { rows, ...paging } = page;
	return { results: rows.map(toJson), ...paging };
}

/** The keys of a body that filter; those that were not sent are left out. */
export function filtersIn(body: object, names: string[]): Record<string, unknown> {
	const sent = Object.entries(body).filter(
		([name, value]) => names.includes(name) && value !== undefined,
	);
	return Object.fromEntries(sent);
}

/** Whether a row was created after the `createdAfter` (epoch milliseconds) of a listing, if it has one. */
export function isCreatedAfter(row: { createdAt: string }, createdAfter: unknown): boolean {
	return typeof createdAfter !== 'number' || Date.parse(row.createdAt) > createdAfter;
}

/** The row with this ID that the key can see, or the vendor's refusal. */
export function find<Row>(
	rows: Map<string, Row>,
	id: string,
	code: string,
	isVisible: (row: Row) => boolean = () => true,
): Row {
	const row = rows.get(id);
	if (row !== undefined && isVisible(row)) return row;
	throw new Refusal(code, MESSAGES[code] ?? code);
}

const MESSAGES: Record<string, string> = {
	application_not_found: 'Application not found - are you lacking permissions to edit candidates?',
	archive_reason_not_found: 'Archive reason not found',
	candidate_not_found: 'Candidate not found',
	candidate_tag_not_found: 'Candidate tag not found',
	custom_field_not_found: 'Custom field not found',
	form_definition_not_found: 'Form definition not found',
	interview_plan_not_found: 'Interview plan not found',
	interview_stage_not_found: 'Interview stage not found',
	job_not_found: 'Job not found',
	user_not_found: 'User not found',
};
