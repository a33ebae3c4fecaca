/** Always run first: what the model found in the node, as it was shrunk, and what chance seldom draws. */
import { inInterview, inScreen, move, script } from './exampleScript.mts';
import type { Script } from './script.mts';

const DAY = 24 * 3600_000;

export const EXAMPLES: Script[] = [
	// The poll ended after the complete listing, before the changes of the first token were read once more.
	script({
		switches: { pageSize: 1, tokenFilters: 'kept', requestsPerMinute: 20 },
		there: [inScreen, inInterview, inInterview, inScreen],
		steps: [
			{ do: 'update', change: { whenActivated: 'catchUp' } },
			{ do: 'publish', change: { links: [1, 0] } },
			{ do: 'publish', change: { whenActivated: 'fromNowOn' } },
			{ do: 'rename', copies: false },
			{ do: 'pass', ms: 360_000 },
			{ do: 'transfer', app: 0, job: 0, stage: 'Video Interview' },
		],
	}),
	// Returned by another trigger, whose attempt has ended when this one first sees the entry.
	script({
		hasOther: true,
		repeats: true,
		there: [inScreen],
		steps: [move(0), { do: 'otherTick' }, { do: 'pass', ms: 360_000 }],
	}),
	// Left while the application couldn't be read, which everything else could.
	script({
		workflow: { includeWhoLeft: true },
		there: [inScreen],
		steps: [
			{ do: 'pass', ms: 3600_000 },
			move(0),
			{ do: 'move', app: 0, stage: 'Onsite' },
			{ do: 'pass', ms: 360_000 },
			{ do: 'tick', disturbances: [{ at: 2, fault: { kind: 'drop' }, times: 4 }] },
		],
	}),
	// Renamed right after Include Candidates Who Left came on: who had left before doesn't count.
	script({
		there: [inInterview],
		steps: [
			{ do: 'add', ...inInterview },
			{ do: 'move', app: 1, stage: 'Onsite' },
			{ do: 'update', change: { includeWhoLeft: true } },
			{ do: 'rename', copies: false },
		],
	}),
	// Renamed right after it was published again, when the durable poller has stored nothing of that yet.
	script({
		engine: 'durable',
		links: [1],
		steps: [
			{ do: 'add', ...inScreen },
			{ do: 'tick' },
			{ do: 'move', app: 0, stage: 'Onsite' },
			{ do: 'unpublish' },
			{ do: 'pass', ms: 1 },
			{ do: 'publish' },
			{ do: 'rename', copies: false },
		],
	}),
	// A publishing that is slow, and whose stages must be looked for in all interview plans.
	script({
		switches: { pageSize: 1 },
		steps: [
			{ do: 'add', ...inInterview },
			{ do: 'unpublish' },
			{
				do: 'update',
				change: { links: [4, 0], whenActivated: 'fromNowOn', includeWhoLeft: false },
				msPerRequest: 900,
			},
			{ do: 'publish', msPerRequest: 18_000 },
		],
	}),
	// The first token is refused after the complete listing has ended, because too much has changed since.
	script({
		engine: 'durable',
		links: [4],
		there: [inInterview, inInterview],
		unreadable: 2,
		workflow: { includeWhoLeft: true },
		switches: {
			pageSize: 1,
			emptyMiddlePage: true,
			incrementalPageLimit: 1,
			requestsPerMinute: 20,
		},
		steps: [
			{ do: 'add', ...inScreen },
			{ do: 'tick' },
			{ do: 'move', app: 0, stage: 'Phone Screen' },
			move(1),
			{ do: 'tick' },
			{ do: 'archive', app: 0 },
			{ do: 'add', ...inInterview },
		],
	}),
	// Moved behind the listing, whose token only covers changes since its last page.
	script({
		there: [inScreen, inScreen, inScreen],
		switches: { pageSize: 1, tokenCovers: 'lastPage' },
		published: false,
		steps: [
			{
				do: 'publish',
				disturbances: [{ at: 4, acts: [{ do: 'move', app: 0, stage: 'Video Interview' }] }],
			},
			{ do: 'tick' },
			{ do: 'tick' },
		],
	}),
	// Later pages of what changed need the token as well as the cursor: no reason to list everything.
	script({
		there: [inScreen, inScreen, inScreen, inScreen],
		switches: { pageSize: 1, tokenOnLaterPages: 'tokenRequired' },
		steps: [
			{ do: 'tick' },
			{ do: 'tick' },
			{ do: 'tick' },
			{ do: 'edit', app: 0 },
			{ do: 'edit', app: 1 },
			{ do: 'edit', app: 2 },
			{ do: 'tick' },
		],
	}),
	// Noted for one link, included by another.
	script({
		links: [4],
		there: [inInterview],
		steps: [{ do: 'update', change: { links: [0], whenActivated: 'includeExisting' } }],
	}),
	// A change while the workflow runs, and somebody who comes before the next poll.
	script({
		engine: 'durable',
		steps: [
			{ do: 'tick' },
			{ do: 'update', change: { links: [0, 1] } },
			{ do: 'pass', ms: 60_000 },
			{ do: 'add', job: 0, stage: 'Onsite' },
			{ do: 'tick' },
		],
	}),
	// Listed by one poll, moved before the next one continues.
	script({
		there: [inInterview, inScreen, inScreen, inScreen],
		published: false,
		switches: { pageSize: 3, emptyMiddlePage: true },
		steps: [{ do: 'publish', msPerRequest: 18_000 }, move(1)],
	}),
	// The same in a run of changes.
	script({
		there: [inInterview, inInterview],
		switches: { pageSize: 1, emptyMiddlePage: true },
		steps: [
			{ do: 'archive', app: 0 },
			{ do: 'unpublish' },
			{ do: 'edit', app: 1 },
			{ do: 'publish', msPerRequest: 18_000 },
			move(0),
		],
	}),
	// Two polls at once.
	script({
		engine: 'durable',
		there: [inScreen],
		steps: [
			{ do: 'pass', ms: 60_000 },
			move(0),
			{ do: 'tick', disturbances: [{ at: 1, meanwhile: 'tick' }] },
		],
	}),
	// A link that is gone, and those of its stage.
	script({
		there: [inInterview],
		steps: [{ do: 'update', change: { links: [1] } }, { do: 'tick' }],
	}),
	// A publishing whose first request is refused, with histories left over from before.
	script({
		there: [inScreen, inScreen],
		unreadable: 0,
		steps: [
			{
				do: 'update',
				change: { links: [0, 1], includeWhoLeft: true },
				msPerRequest: 9000,
			},
			move(1),
			{ do: 'pass', ms: 15 * DAY },
			{ do: 'unpublish' },
			{ do: 'publish' },
		],
	}),
	// An application whose history can't be read comes before all others.
	script({
		there: [inInterview, inScreen],
		unreadable: 0,
		steps: [{ do: 'pass', ms: 60_000 }, move(1), { do: 'tick' }],
	}),
	script({
		there: [{ job: 1, stage: 'Onsite' }, inInterview, inScreen],
		unreadable: 1,
		steps: [{ do: 'pass', ms: 60_000 }, { do: 'edit', app: 1 }, move(2), { do: 'tick' }],
	}),
	// Transferred after it fired, and found again by a link to any job.
	script({
		engine: 'durable',
		workflow: { whenActivated: 'includeExisting', includeWhoLeft: true },
		there: [inInterview],
		steps: [
			{ do: 'tick' },
			{ do: 'transfer', app: 0, job: 1, stage: 'Phone Screen' },
			{ do: 'tick' },
			{ do: 'update', change: { links: [4] } },
		],
	}),
	// Moved on in the second in which those who have left begin to count, and edited.
	script({
		engine: 'durable',
		there: [inScreen],
		steps: [
			{ do: 'tick' },
			move(0),
			{ do: 'tick' },
			{ do: 'pass', ms: 400 },
			{ do: 'move', app: 0, stage: 'Onsite' },
			{ do: 'tick' },
			{ do: 'edit', app: 0 },
			{ do: 'update', change: { includeWhoLeft: true } },
			{ do: 'tick' },
		],
	}),
	// Moved while the workflow was off, and published again while Ashby is slow and refuses the token.
	script({
		budgetMs: 36_000,
		there: [inScreen],
		steps: [
			{ do: 'tick' },
			{ do: 'unpublish' },
			{ do: 'pass', ms: 60_000 },
			move(0),
			{ do: 'pass', ms: 60_000 },
			{
				do: 'publish',
				msPerRequest: 18_000,
				disturbances: [{ at: 1, fault: { kind: 'code', code: 'sync_token_expired' } }],
			},
			{ do: 'tick' },
		],
	}),
	// Returned by a poll that was killed, and left to that poll by one that returned somebody else.
	script({
		repeats: true,
		maxCandidates: 1,
		there: [inScreen, inScreen],
		steps: [
			{ do: 'tick' },
			{ do: 'pass', ms: 60_000 },
			move(0),
			move(1),
			{ do: 'tick' },
			{ do: 'tick', kill: 'executionWritten' },
		],
	}),
	// n8n started while Ashby failed, so no poll has finished yet when one begins during another.
	script({
		steps: [
			{ do: 'add', ...inInterview },
			{
				do: 'restart',
				dies: true,
				disturbances: [{ at: 2, fault: { kind: 'code', code: 'sync_token_expired' } }],
			},
			{
				do: 'tick',
				disturbances: [
					{ at: 2, meanwhile: 'tick' },
					{ at: 1, fault: { kind: 'code', code: 'sync_token_expired' } },
				],
			},
		],
	}),
];
