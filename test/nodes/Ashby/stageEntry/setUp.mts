/** An application as Ashby returns it, as far as the triggers read it: Ada is in the stage `video`. */
export const application = {
	id: 'application',
	candidate: { id: 'candidate', name: 'Ada' },
	updatedAt: '2026-03-02T08:00:00.000Z',
	job: { id: 'job', title: 'Job' },
	currentInterviewStage: { id: 'video', title: 'Video Interview', type: 'Active' },
};

/** A row of its history. */
export const row = (stageNumber: number, stageId: string) => ({
	id: `row-${stageNumber}`,
	stageId,
	title: stageId,
	enteredStageAt: '2026-03-02T08:00:00.000Z',
	stageNumber,
});
