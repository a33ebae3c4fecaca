import { z } from 'zod/v4';

import { endpoint, find, pageOf, syncKeys } from '../api.mts';
import type { Endpoint } from '../api.mts';
import { Refusal } from '../listing.mts';
import { candidateJson, noteJson } from '../render.mts';
import type { AshbySwitches, Candidate, Note } from '../types.mts';

const MOST_FOUND = 100;
const NOT_FOUND = 'candidate_not_found';

/** Whether one of a candidate's addresses is the one searched for. */
function hasEmail({ emails }: Candidate, wanted: string, reading: AshbySwitches['searchEmail']) {
	if (reading === 'caseSensitiveExact') return emails.includes(wanted);
	const lower = wanted.toLowerCase();
	return emails
		.map((email) => email.toLowerCase())
		.some((email) => (reading === 'prefix' ? email.startsWith(lower) : email === lower));
}

/** Puts a tag on a candidate or takes it off. In one reading, it is an error if that changes nothing. */
function tagEndpoint(isAdded: boolean): Endpoint {
	return endpoint(
		'candidatesWrite',
		z.object({ candidateId: z.uuid(), tagId: z.uuid() }),
		({ org, key }, { candidateId, tagId }) => {
			const candidate = find(org.candidates, candidateId, NOT_FOUND);
			const tag = find(org.tags, tagId, 'candidate_tag_not_found');
			const isUnchanged = candidate.tagIds.includes(tag.id) === isAdded;
			if (isUnchanged && org.switches.tagUnchanged === 'refused') {
				throw new Refusal('invalid_input', 'The tags of the candidate would not change');
			}
			org.tag(candidate.id, tag.id, isAdded);
			return { results: candidateJson(org, key, candidate) };
		},
	);
}

export const candidateEndpoints: Record<string, Endpoint> = {
	'/candidate.info': endpoint('candidatesRead', z.object({ id: z.uuid() }), (context, { id }) => {
		const { org, key } = context;
		return { results: candidateJson(org, key, find(org.candidates, id, NOT_FOUND)) };
	}),

	'/candidate.search': endpoint(
		'candidatesRead',
		z.object({ email: z.string().optional(), name: z.string().optional() }),
		({ org, key }, { email, name }) => {
			if (email === undefined && name === undefined) {
				throw new Refusal('invalid_input', 'Invalid input: email or name is required');
			}
			const found = [...org.candidates.values()].filter(
				(candidate) =>
					(email === undefined || hasEmail(candidate, email, org.switches.searchEmail)) &&
					candidate.name.toLowerCase().includes(name?.toLowerCase() ?? ''),
			);
			return {
				results: found.slice(0, MOST_FOUND).map((each) => candidateJson(org, key, each)),
			};
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
		({ org, key }, { candidateId, note, sendNotifications, isPrivate, createdAt }) => {
			const candidate = find(org.candidates, candidateId, NOT_FOUND);
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
		(context, body) => {
			const { org, key } = context;
			const candidate = find(org.candidates, body.candidateId, NOT_FOUND);
			const source = org.notesListOf(candidate.id);
			const isVisible = (note: Note): boolean => key.privateFields || !note.isPrivate;
			const request = { source, body, isVisible, scope: candidate.id };
			return pageOf(context, request, (note) => noteJson(org, note));
		},
	),

	'/candidate.addTag': tagEndpoint(true),
	'/candidate.removeTag': tagEndpoint(false),
};
