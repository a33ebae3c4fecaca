import type {
	Application,
	ApplicationWithHistory,
	HistoryRow,
} from '../../../../nodes/Ashby/client/types.ts';
import type { Link, Memory } from '../../../../nodes/Ashby/stageTrigger/stays.ts';
import {
	bringIntoForce,
	completeLook,
	countEndedStays,
	currentRow,
	decide,
	linkKey,
	linksTo,
	met,
	remember,
	rowBefore,
} from '../../../../nodes/Ashby/stageTrigger/stays.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 2, 2, 9, minute)).toISOString();
const ms = (minute: number) => Date.parse(at(minute));

const VIDEO: Link = { jobId: 'job', stageId: 'video' };
const BY_NAME: Link = { jobId: '*', stageName: 'Video Interview' };

/** A history: the stages in order, with the minute of entry, and of leaving for all but the last. */
function application(...stages: Array<[stageId: string, entered: number]>): ApplicationWithHistory {
	const applicationHistory = stages.map(([stageId, entered], index): HistoryRow => {
		const next = stages[index + 1];
		return {
			id: `stay-${index}`,
			stageId,
			title: stageId === 'video' ? 'Video Interview' : stageId,
			enteredStageAt: at(entered),
			...(next ? { leftStageAt: at(next[1]) } : {}),
			stageNumber: index,
		};
	});
	return {
		id: 'application',
		job: { id: 'job', title: 'Job' },
		applicationHistory,
	} as ApplicationWithHistory;
}

function memory(more: Partial<Memory> = {}): Memory {
	return {
		links: { [linkKey(VIDEO)]: { since: ms(10) } },
		stays: {},
		lookedAt: ms(10),
		ended: {},
		...more,
	};
}

const fired = (subject: ApplicationWithHistory, known: Memory, includeWhoLeft = false) =>
	decide(subject, [VIDEO], known, includeWhoLeft).fires.map(({ id }) => id);

describe('links', () => {
	test.each<[Link, string, { id: string; title: string }, boolean]>([
		[VIDEO, 'job', { id: 'video', title: 'Anything' }, true],
		[VIDEO, 'other', { id: 'video', title: 'Anything' }, false],
		[VIDEO, 'job', { id: 'onsite', title: 'Onsite' }, false],
		[BY_NAME, 'other', { id: 'x', title: 'video INTERVIEW ' }, true],
		[BY_NAME, 'other', { id: 'x', title: 'Video' }, false],
		[{ jobId: '*', stageId: 'video' }, 'other', { id: 'video', title: 'V' }, true],
	])('%j watches job %s, stage %j: %s', (link, jobId, stage, watches) => {
		expect(linksTo([link], jobId, stage)).toEqual(watches ? [link] : []);
	});

	test('the same choice has the same key, another one has another', () => {
		expect(linkKey(BY_NAME)).toBe(linkKey({ jobId: '*', stageName: ' video interview' }));
		expect(linkKey(VIDEO)).not.toBe(linkKey({ jobId: '*', stageId: 'video' }));
	});
});

describe('which stays fire', () => {
	test('one that began since the link came into force', () => {
		expect(fired(application(['review', 1], ['video', 11]), memory())).toEqual(['stay-1']);
	});

	test('not one that began before, and it is remembered as such', () => {
		const decision = decide(application(['video', 9]), [VIDEO], memory(), false);
		expect(decision).toEqual({ fires: [], standing: '~stay-0', ended: {} });
	});

	test('not one that was there before, even when its beginning is edited later', () => {
		const known = memory({ stays: { application: '~stay-0' } });
		expect(fired(application(['video', 12]), known)).toEqual([]);
	});

	test('not the same one again', () => {
		const known = memory({ stays: { application: 'stay-0' } });
		expect(fired(application(['video', 11]), known)).toEqual([]);
	});

	test('the next one in the same stage', () => {
		const known = memory({ stays: { application: 'stay-0' } });
		expect(fired(application(['video', 11], ['onsite', 12], ['video', 13]), known)).toEqual([
			'stay-2',
		]);
	});

	test('one stay once, although two links watch it', () => {
		const known = memory({
			links: { [linkKey(VIDEO)]: { since: ms(10) }, [linkKey(BY_NAME)]: { since: ms(20) } },
		});
		const { fires } = decide(application(['video', 15]), [VIDEO, BY_NAME], known, false);
		expect(fires).toHaveLength(1);
	});

	test('not one that is over, unless who left is included', () => {
		const gone = application(['video', 11], ['onsite', 12]);
		expect(fired(gone, memory())).toEqual([]);
		expect(fired(gone, memory(), true)).toEqual(['stay-0']);
	});

	test('not one that is over and was dealt with', () => {
		const gone = application(['video', 11], ['onsite', 12]);
		expect(fired(gone, memory({ stays: { application: 'stay-0' } }), true)).toEqual([]);
		expect(fired(gone, memory({ ended: { 'stay-0': ms(12) } }), true)).toEqual([]);
	});

	test('not one that was dealt with before a transfer to a job that other links watch', () => {
		const transferred = application(['video', 11], ['screen', 12]);
		transferred.job = { id: 'other', title: 'Other' };
		const known = memory({ stays: { application: 'stay-0' } });
		remember(known, 'application', decide(transferred, [VIDEO], known, true));
		known.links[linkKey(BY_NAME)] = { since: 0 };
		expect(decide(transferred, [VIDEO, BY_NAME], known, true).fires).toEqual([]);
	});

	test('not one that was over long before the last look', () => {
		const gone = application(['video', 11], ['onsite', 12]);
		expect(fired(gone, memory({ lookedAt: ms(30) }), true)).toEqual([]);
	});

	test('not one that was over before who left was included', () => {
		const gone = application(['video', 11], ['onsite', 12]);
		const known = memory({ lookedAt: ms(13) });
		countEndedStays(known, true, ms(13));
		expect(fired(gone, known, true)).toEqual([]);
	});

	test('nor one that was over in the very second', () => {
		const known = memory({ lookedAt: ms(12) });
		countEndedStays(known, true, ms(12));
		expect(fired(application(['video', 11], ['onsite', 12]), known, true)).toEqual([]);
	});
});

describe('once everybody who was there is remembered', () => {
	const complete = (more: Partial<Memory> = {}) =>
		memory({ links: { [linkKey(VIDEO)]: { since: ms(10), isComplete: true } }, ...more });

	test('a stay fires whatever time somebody gave it', () => {
		expect(fired(application(['review', 1], ['video', 2]), complete())).toEqual(['stay-1']);
	});

	test('but not one that was there, nor one in the stage whose history was not read', () => {
		const there = application(['video', 2]);
		expect(fired(there, complete({ stays: { application: '~stay-0' } }))).toEqual([]);
		expect(fired(there, complete({ stays: { application: '~/video' } }))).toEqual([]);
	});

	test('nor one that is over', () => {
		expect(fired(application(['video', 2], ['onsite', 11]), complete(), true)).toEqual([]);
	});

	test('who has come from another watched stage, read or not, fires', () => {
		const moved = application(['onsite', 1], ['video', 2]);
		expect(fired(moved, complete({ stays: { application: '~/onsite' } }))).toEqual(['stay-1']);
	});

	test('who has returned to the stage in which they were met unread goes by the date', () => {
		const known = complete({ stays: { application: '~/video' } });
		const returned = application(['video', 1], ['onsite', 2], ['video', 11]);
		expect(fired(returned, known)).toEqual(['stay-2']);
	});
});

describe('what a listing does with whom it meets in a linked stage', () => {
	const listed = { ...application(['video', 9]), updatedAt: at(9) } as Application;
	listed.currentInterviewStage = { id: 'video', title: 'Video', type: 'Active' } as never;
	const verdict = (known: Memory, isCovered = false, updated = 9) =>
		met({ ...listed, updatedAt: at(updated) }, [VIDEO], known, isCovered);

	test('who has not changed since the link came into force was there: no request', () => {
		expect(verdict(memory())).toBe('absorb');
		expect(verdict(memory({ stays: { application: '~/video' } }))).toBe('absorb');
	});

	test('who has changed since may have entered', () => {
		expect(verdict(memory(), false, 11)).toBe('read');
	});

	test('who is not remembered where all are has entered', () => {
		const links = { [linkKey(VIDEO)]: { since: ms(10), isComplete: true as const } };
		expect(verdict(memory({ links }))).toBe('read');
	});

	test('who is remembered has been dealt with, if a token tells of every change', () => {
		const known = memory({ stays: { application: 'stay-0' } });
		expect(verdict(known, true, 11)).toBe('known');
		expect(verdict(known, false)).toBe('read');
	});

	test('a link that includes who is there reads them', () => {
		expect(verdict(memory({ links: { [linkKey(VIDEO)]: { since: 0 } } }))).toBe('read');
	});
});

describe('memory', () => {
	test('holds an application only while it stands in a linked stage', () => {
		const known = memory();
		const there = application(['video', 11]);
		remember(known, there.id, decide(there, [VIDEO], known, false));
		expect(known.stays).toEqual({ application: 'stay-0' });
		const gone = application(['video', 11], ['onsite', 12]);
		remember(known, gone.id, decide(gone, [VIDEO], known, false));
		expect(known.stays).toEqual({});
	});

	test('forgets ended stays once no look can meet them again', () => {
		const known = memory({ ended: { old: ms(10), recent: ms(58) } });
		completeLook(known, ms(60));
		expect(known).toMatchObject({ lookedAt: ms(60), ended: { recent: ms(58) } });
		expect(known.ended).not.toHaveProperty('old');
	});
});

describe('how links come into force', () => {
	const now = ms(30);
	const before = { [linkKey(VIDEO)]: { since: ms(10) } };

	test.each([
		['fromNowOn', true, now],
		['fromNowOn', false, ms(10)],
		['catchUp', true, ms(10)],
		['includeExisting', true, 0],
		['includeExisting', false, ms(10)],
	] as const)(
		'%s, publishing %s: a known link counts from %s',
		(whenActivated, publishing, since) => {
			const known = memory({ links: { ...before } });
			bringIntoForce(known, [VIDEO], { publishing, whenActivated, now });
			expect(known.links).toEqual({ [linkKey(VIDEO)]: { since } });
		},
	);

	test('a new link counts from now and asks for a listing; a removed one is forgotten', () => {
		const known = memory({ links: { ...before } });
		const coming = { publishing: false, whenActivated: 'fromNowOn', now } as const;
		expect(bringIntoForce(known, [BY_NAME], coming)).toEqual({
			listingNeeded: true,
			changed: true,
		});
		expect(known.links).toEqual({ [linkKey(BY_NAME)]: { since: now } });
		expect(bringIntoForce(known, [BY_NAME], coming)).toEqual({
			listingNeeded: false,
			changed: false,
		});
	});

	test('includeExisting lets those fire who were there without having fired, and only those', () => {
		const known = memory({ stays: { application: '~stay-0' } });
		const coming = { publishing: true, whenActivated: 'includeExisting', now } as const;
		expect(bringIntoForce(known, [VIDEO], coming).listingNeeded).toBe(true);
		const there = application(['video', 9]);
		const decision = decide(there, [VIDEO], known, false);
		expect(decision.fires.map(({ id }) => id)).toEqual(['stay-0']);
		remember(known, there.id, decision);
		expect(known.stays).toEqual({ application: 'stay-0' });
		expect(fired(there, known)).toEqual([]);
	});
});

test('the current row is the one not left, the row before it the nearest that is still there', () => {
	const subject = application(['review', 1], ['video', 2], ['onsite', 3]);
	const current = currentRow(subject) as HistoryRow;
	expect(current.id).toBe('stay-2');
	subject.applicationHistory.splice(1, 1);
	expect(rowBefore(subject, current)?.id).toBe('stay-0');
});
