/** Always run first: what the model found in the node, as it was shrunk, and what chance seldom draws. */
import {
	add,
	edit,
	expired,
	inInterview,
	inScreen,
	meanwhile,
	move,
	pass,
	publish,
	rename,
	script,
	tick,
	transfer,
	unpublish,
	unreadable,
	unreadableTick,
	update,
} from './exampleScript.mts';
import type { Example } from './exampleScript.mts';

const DAY = 24 * 3600_000;
const OTHER_SCREEN = { job: 1, stage: 'Phone Screen' };

const BY_TITLE: Record<string, Example> = {
	'Out of time between the complete listing and the changes of the first token': {
		switches: { pageSize: 1, tokenFilters: 'kept', requestsPerMinute: 20 },
		there: [inScreen, inInterview, inInterview, inScreen],
		steps: [
			update({ whenActivated: 'catchUp' }),
			publish({ links: [1, 0] }),
			publish({ whenActivated: 'fromNowOn' }),
			rename,
			pass(360_000),
			transfer(inInterview),
		],
	},
	'Returned by another trigger, whose attempt has ended when this one first sees the entry': {
		hasOther: true,
		repeats: true,
		there: [inScreen],
		steps: [move(0), { do: 'otherTick' }, pass(360_000)],
	},
	"The same, and n8n started again in between: the durable poller's polls look like any other": {
		engine: 'durable',
		hasOther: true,
		repeats: true,
		there: [inScreen],
		steps: [pass(60_000), move(0), tick, { do: 'restart', dies: true }, { do: 'otherTick' }],
	},
	'A poll that n8n had replaced kept its claim of the entry, and the trigger was renamed': {
		hasOther: true,
		steps: [
			add({ job: 1, stage: 'Video Interview' }),
			{
				do: 'tick',
				disturbances: [{ at: 3, acts: [transfer(inInterview)] }, meanwhile(1, 'republish')],
			},
			rename,
		],
	},
	'The same, renamed while the poll was under way': {
		there: [inScreen, inScreen],
		steps: [
			pass(60_000),
			{ do: 'tick', disturbances: [{ at: 1, acts: [move(0), move(1)] }, meanwhile(3, 'rename')] },
		],
	},
	'A trigger reported a problem in the poll after an update, and n8n dropped its state': {
		engine: 'durable',
		steps: [{ do: 'deleteJob', job: 0 }, pass(15 * DAY), update({ whenActivated: 'catchUp' })],
	},
	'The durable poller dropped what the first poll of a process had found out from the notes': {
		engine: 'durable',
		hasOther: true,
		repeats: true,
		links: [2],
		steps: [
			add({ job: 1, stage: 'Video Interview' }),
			tick,
			{ do: 'tick', kill: 'whilePolling' },
			{ do: 'publish', change: { whenActivated: 'includeExisting' }, disturbances: [expired(1)] },
		],
	},
	'A note showed that it was done before the other trigger, which was throttled, saw the entry': {
		hasOther: true,
		repeats: true,
		links: [4, 0],
		switches: { pageSize: 1, emptyMiddlePage: true, requestsPerMinute: 20 },
		budgetMs: 36_000,
		steps: [add(inInterview), tick],
	},
	"Left while the application couldn't be read, which everything else could": {
		workflow: { includeWhoLeft: true },
		there: [inScreen],
		steps: [pass(3600_000), move(0), move(0, 'Onsite'), pass(360_000), unreadableTick],
	},
	"Twice, the application couldn't be read": {
		there: [inScreen],
		steps: [pass(60_000), move(0), unreadableTick, unreadableTick, pass(DAY), tick],
	},
	"Moved between watched stages while the workflow was off, and couldn't be read after": {
		links: [0, 1],
		steps: [
			add(inInterview),
			tick,
			unpublish,
			move(0, 'Onsite'),
			pass(60_000),
			{ do: 'publish', disturbances: unreadable },
		],
	},
	'The same, read because the entry before is open, and not listed yet': {
		repeats: true,
		links: [0, 1],
		switches: { pageSize: 1 },
		there: [inScreen, inScreen, inScreen],
		steps: [
			move(1),
			tick,
			{ do: 'fail' },
			unpublish,
			move(1, 'Onsite'),
			pass(360_000),
			{ do: 'publish', disturbances: [expired(1)] },
		],
	},
	"Renamed right after Include Candidates Who Left came on: who had left before doesn't count": {
		there: [inInterview],
		steps: [add(inInterview), move(1, 'Onsite'), update({ includeWhoLeft: true }), rename],
	},
	'Renamed right after it was published again, of which nothing is stored yet': {
		engine: 'durable',
		links: [1],
		steps: [add(inScreen), tick, move(0, 'Onsite'), unpublish, pass(1), { do: 'publish' }, rename],
	},
	'A publishing that is slow, and whose stages must be looked for in all interview plans': {
		switches: { pageSize: 1 },
		steps: [
			add(inInterview),
			unpublish,
			{
				do: 'update',
				change: { links: [4, 0], whenActivated: 'fromNowOn', includeWhoLeft: false },
				msPerRequest: 900,
			},
			{ do: 'publish', msPerRequest: 18_000 },
		],
	},
	'The first token is refused after the complete listing, because too much has changed': {
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
			add(inScreen),
			tick,
			move(0, 'Phone Screen'),
			move(1),
			tick,
			{ do: 'archive', app: 0 },
			add(inInterview),
		],
	},
	'Moved behind the listing, whose token only covers changes since its last page': {
		there: [inScreen, inScreen, inScreen],
		switches: { pageSize: 1, tokenCovers: 'lastPage' },
		published: false,
		steps: [{ do: 'publish', disturbances: [{ at: 4, acts: [move(0)] }] }, tick, tick],
	},
	'Later pages of what changed need the token as well as the cursor': {
		there: [inScreen, inScreen, inScreen, inScreen],
		switches: { pageSize: 1, tokenOnLaterPages: 'tokenRequired' },
		steps: [tick, tick, tick, edit(0), edit(1), edit(2), tick],
	},
	'Noted for one link, included by another': {
		links: [4],
		there: [inInterview],
		steps: [update({ links: [0], whenActivated: 'includeExisting' })],
	},
	'A change while the workflow runs, and somebody who comes before the next poll': {
		engine: 'durable',
		steps: [
			tick,
			update({ links: [0, 1] }),
			pass(60_000),
			{ do: 'add', job: 0, stage: 'Onsite' },
			tick,
		],
	},
	'Listed by one poll, moved before the next one continues': {
		there: [inInterview, inScreen, inScreen, inScreen],
		published: false,
		switches: { pageSize: 3, emptyMiddlePage: true },
		steps: [{ do: 'publish', msPerRequest: 18_000 }, move(1)],
	},
	'The same in a run of changes': {
		there: [inInterview, inInterview],
		switches: { pageSize: 1, emptyMiddlePage: true },
		steps: [
			{ do: 'archive', app: 0 },
			unpublish,
			edit(1),
			{ do: 'publish', msPerRequest: 18_000 },
			move(0),
		],
	},
	'Two polls at once': {
		engine: 'durable',
		there: [inScreen],
		steps: [pass(60_000), move(0), { do: 'tick', disturbances: [meanwhile(1, 'tick')] }],
	},
	'A link that is gone, and those of its stage': {
		there: [inInterview],
		steps: [update({ links: [1] }), tick],
	},
	'A publishing whose first request is refused, with histories left over from before': {
		there: [inScreen, inScreen],
		unreadable: 0,
		steps: [
			{ do: 'update', change: { links: [0, 1], includeWhoLeft: true }, msPerRequest: 9000 },
			move(1),
			pass(15 * DAY),
			unpublish,
			{ do: 'publish' },
		],
	},
	"An application whose history can't be read comes before all others": {
		there: [inInterview, inScreen],
		unreadable: 0,
		steps: [pass(60_000), move(1), tick],
	},
	'The same, in another job': {
		there: [{ job: 1, stage: 'Onsite' }, inInterview, inScreen],
		unreadable: 1,
		steps: [pass(60_000), edit(1), move(2), tick],
	},
	'Transferred after it fired, and found again by a link to any job': {
		engine: 'durable',
		workflow: { whenActivated: 'includeExisting', includeWhoLeft: true },
		there: [inInterview],
		steps: [tick, pass(60_000), transfer(OTHER_SCREEN), tick, update({ links: [4] })],
	},
	'Nobody was there when published, so this candidate is new, whatever the date says': {
		there: [inScreen],
		steps: [pass(60_000), move(0), { do: 'editHistory', app: 0, row: 1, byMs: -3600_000 }],
	},
	'Moved on in the second in which those who have left begin to count, and edited': {
		engine: 'durable',
		there: [inScreen],
		steps: [
			tick,
			move(0),
			tick,
			pass(400),
			move(0, 'Onsite'),
			tick,
			edit(0),
			update({ includeWhoLeft: true }),
			tick,
		],
	},
	'Moved while the workflow was off, and Ashby is slow and refuses the token': {
		budgetMs: 36_000,
		there: [inScreen],
		steps: [
			tick,
			unpublish,
			pass(60_000),
			move(0),
			pass(60_000),
			{ do: 'publish', msPerRequest: 18_000, disturbances: [expired(1)] },
			tick,
		],
	},
	'Returned by a poll that was killed, and left to that poll by one that returned somebody else': {
		repeats: true,
		maxCandidates: 1,
		there: [inScreen, inScreen],
		steps: [tick, pass(60_000), move(0), move(1), tick, { do: 'tick', kill: 'executionWritten' }],
	},
	'n8n started while Ashby failed, so no poll has finished yet when one begins during another': {
		steps: [
			add(inInterview),
			{ do: 'restart', dies: true, disturbances: [{ at: 1, fault: { kind: 'drop' }, times: 4 }] },
			{ do: 'tick', disturbances: [meanwhile(1, 'tick')] },
		],
	},
};

export const EXAMPLES = Object.values(BY_TITLE).map(script);
