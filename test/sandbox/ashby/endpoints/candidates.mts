import { z } from 'zod/v4';

import { endpoint, filtersIn, find, isCreatedAfter, pageOf, syncKeys } from '../api.mts';
import type { Context, Endpoint } from '../api.mts';
import { Refusal } from '../listing.mts';
import { candidateJson, noteJson, seesCandidate } from '../render.mts';
import type { AshbySwitches, Candidate, Note } from '../types.mts';

const MOST_FOUND = 100;

const sees =
	({ org, key }: Context) =>
	(candidate: Candidate) =>
		seesCandidate(org, key, candidate);

const findCandidate = (context: Context, id: string): Candidate =>
	find(context.org.candidates, id, 'candidate_not_found', sees(context));

const toJson =
	({ org, key }: Context) =>
	(candidate: Candidate) =>
		candidateJson(org, key, candidate);

/** Whether one of a candidate's addresses is the one searched for. */
function hasEmail({ emails }: Candidate, wanted: string, reading: AshbySwitches['searchEmail']) {
	if (reading === 'caseSensitiveExact') return emails.includes(wanted);
	const lower = wanted.toLowerCase();
	return emails
		.map((email) => email.toLowerCase())
		.some((email) => (reading === 'prefix' ? email.startsWith(lower) : email === lower));
}

/** The reading in which a change of tags that changes nothing is an error. */
function refuseUnchanged({ org }: Context, isUnchanged: boolean): void {
	if (!isUnchanged || org.switches.tagUnchanged === 'accepted') return;
	throw new Refusal('invalid_input', 'The tags of the candidate would not change');
}

export const candidateEndpoints: Record<string, Endpoint> = {
	'/candidate.list': endpoint(
		'candidatesRead',
		z.object({ ...syncKeys, createdAfter: z.number().int().optional() }),
		async (context, body) => {
			const source = context.org.candidates;
			const filters = filtersIn(body, ['createdAfter']);
			const matches = (row: Candidate, { createdAfter }: Record<string, unknown>): boolean =>
				isCreatedAfter(row, createdAfter);
			const request = { source, body, filters, matches, isVisible: sees(context) };
			return await pageOf(context, request, toJson(context));
		},
	),

	'/candidate.info': endpoint(
		'candidatesRead',
		z.object({ id: z.uuid().optional(), externalMappingId: z.string().optional() }),
		(context, { id, externalMappingId }) => {
			if (id === undefined && externalMappingId === undefined) {
				const message = 'id: Invalid input: expected string, received undefined';
				throw new Refusal('invalid_input', message);
			}
			// No candidate here has an id in another system.
			return { results: toJson(context)(findCandidate(context, id ?? '')) };
		},
	),

	'/candidate.search': endpoint(
		'candidatesRead',
		z.object({ email: z.string().optional(), name: z.string().optional() }),
		(context, { email, name }) => {
			if (email === undefined && name === undefined) {
				throw new Refusal('invalid_input', 'Invalid input: email or name is required');
			}
			const { candidates, switches } = context.org;
			const found = [...candidates.values()].filter(
				(candidate) =>
					(email === undefined || hasEmail(candidate, email, switches.searchEmail)) &&
					candidate.name.toLowerCase().includes(name?.toLowerCase() ?? '') &&
					sees(context)(candidate),
			);
			return { results: found.slice(0, MOST_FOUND).map(toJson(context)) };
		},
	),

	'/candidate.createNote': endpoint(
		'candidatesWrite',
		z.object({
			candidateId: z.uuid(),
			note: z.union([
				z.string(),
				z.object({ type: z.enum(['text/plain', 'text/html']), value: z.string() }),
			]),
			sendNotifications: z.boolean().optional(),
			isPrivate: z.boolean().optional(),
			createdAt: z.iso.datetime({ offset: true }).optional(),
		}),
		(context, { candidateId, note, sendNotifications, isPrivate, createdAt }) => {
			const { org, key } = context;
			const candidate = findCandidate(context, candidateId);
			if (isPrivate && !key.privateFields) {
				throw new Refusal('invalid_input', 'isPrivate: This API key may not use private fields');
			}
			const { type, value } =
				typeof note === 'string' ? { type: 'text/plain' as const, value: note } : note;
			const written = org.addNote(candidate.id, value, {
				type,
				authorId: org.switches.noteAuthor === 'owner' ? key.userId : org.apiUser.id,
				sendNotifications: sendNotifications ?? false,
				isPrivate: isPrivate ?? false,
				...(createdAt === undefined ? {} : { createdAt: new Date(createdAt).toISOString() }),
			});
			return { results: noteJson(org, written) };
		},
	),

	'/candidate.listNotes': endpoint(
		'candidatesRead',
		z.object({ ...syncKeys, candidateId: z.uuid() }),
		async (context, body) => {
			const { org, key } = context;
			const candidate = findCandidate(context, body.candidateId);
			const source = org.notesListOf(candidate.id);
			const isVisible = (note: Note): boolean => key.privateFields || !note.isPrivate;
			const request = { source, body, isVisible, scope: candidate.id };
			return await pageOf(context, request, (note) => noteJson(org, note));
		},
	),

	'/candidate.addTag': endpoint(
		'candidatesWrite',
		z.object({ candidateId: z.uuid(), tagId: z.uuid() }),
		(context, { candidateId, tagId }) => {
			const { org } = context;
			const candidate = findCandidate(context, candidateId);
			const tag = find(org.tags, tagId, 'candidate_tag_not_found');
			refuseUnchanged(context, candidate.tagIds.includes(tag.id));
			org.tag(candidate.id, tag.id);
			return { results: toJson(context)(candidate) };
		},
	),

	'/candidate.removeTag': endpoint(
		'candidatesWrite',
		z.object({ candidateId: z.uuid(), tagId: z.uuid() }),
		(context, { candidateId, tagId }) => {
			const { org } = context;
			const candidate = findCandidate(context, candidateId);
			const tag = find(org.tags, tagId, 'candidate_tag_not_found');
			refuseUnchanged(context, !candidate.tagIds.includes(tag.id));
			org.untag(candidate.id, tag.id);
			return { results: toJson(context)(candidate) };
		},
	),
};
