import { z } from 'zod/v4';

import { Refusal } from './listing.mts';
import type { Filters, Listings, PageRequest, Source } from './listing.mts';
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
export function pageOf<Row extends { id: string }>(
	{ listings, path }: Context,
	request: Omit<PageRequest<Row>, 'scope'> & { scope?: string },
	toJson: (row: Row) => unknown,
): Success {
	const { scope = '', ...rest } = request;
	const page = listings.page({ ...rest, scope: `${path} ${scope}` });
	const { rows, ...paging } = page;
	return { results: rows.map(toJson), ...paging };
}

export interface List<Row> {
	permission: Permission;
	source: (org: AshbyPeople) => Source<Row>;
	toJson: (row: Row, context: Context, body: Filters) => unknown;
	/** The keys of a body that filter. Those that were not sent are left out of what `matches` gets. */
	filters?: Record<string, z.ZodType>;
	matches?: (row: Row, filters: Filters) => boolean;
	isVisible?: (row: Row, context: Context) => boolean;
}

/** A list of the organization, with pages and incremental runs. */
export function list<Row extends { id: string }>({ filters = {}, ...list }: List<Row>): Endpoint {
	const schema = z.object({ ...syncKeys, ...filters });
	return endpoint(list.permission, schema, (context, body) => {
		const sent = Object.entries(body).filter(
			([name, value]) => name in filters && value !== undefined,
		);
		const request = {
			source: list.source(context.org),
			body,
			filters: Object.fromEntries(sent),
			matches: list.matches,
			isVisible: (row: Row) => list.isVisible?.(row, context) ?? true,
		};
		return pageOf(context, request, (row) => list.toJson(row, context, body));
	});
}

/** The same for rows that can be archived: they are left out unless they are asked for. */
export function archivableList<Row extends { id: string; isArchived: boolean }>(
	rest: Omit<List<Row>, 'filters' | 'matches'>,
): Endpoint {
	const filters = { includeArchived: z.boolean().optional() };
	const matches = (row: Row, { includeArchived }: Filters) =>
		includeArchived === true || !row.isArchived;
	return list({ ...rest, filters, matches });
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
