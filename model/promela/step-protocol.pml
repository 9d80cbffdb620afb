/*
 * The step protocol once more, written from the English rules and not from model/*.ts, so that a
 * mistake in one of the two shows as a difference between them. "2.4" in a comment is consequence
 * 4 in section 2 of the semantics, as listed in docs/promela.md.
 *
 * Two processes: an Invocation (the engine with the handler in it) and the Service (the log, its
 * timers, the starting and the killing of invocations). Whatever the Invocation holds in local
 * variables dies with it; `record` is what survives.
 *
 * Time is left out: a timer that is set fires some time later, also while an invocation is live.
 *
 * A generated file (program.ts) defines `inline chooseWorkflow()` and then includes this one. The
 * number of the workflow and the number of interruptions allowed come from the environment, so
 * that one compilation serves every row of the comparison.
 */

#define OPERATIONS 3 /* at most */

/* Where an operation stands in the log (section 2). */
#define NONE      0
#define STARTED   1
#define PENDING   2
#define READY     3
#define SUCCEEDED 4
#define FAILED    5
/* Of an execution: not ended. */
#define RUNNING   0

/* What a checkpoint update asks for (section 5). */
#define START   1
#define SUCCEED 2
#define FAIL    3
#define RETRY   4

/* What ended an operation, or an attempt: the n-th start of its body (n > 0), or one of these. */
#define NOTHING     0
#define INTERRUPTED 254
#define ELAPSED     255

/* ---- The workflow: constants of one run, so `hidden`, that is, not part of the state. ---- */

hidden byte workflow;               /* its number */
hidden byte allowedInterruptions;
hidden byte operations;             /* how many it has */
hidden byte isWait[OPERATIONS];
hidden byte atMostOnce[OPERATIONS]; /* semantics AtMostOncePerRetry */
hidden byte attempts[OPERATIONS];   /* what the retry strategy allows in all; 1 is "never" */
hidden int returns[OPERATIONS];     /* bit n - 1: whether the n-th start of the body returns */
hidden byte catches[OPERATIONS];    /* whether the handler catches the error of the step */

/* What the body does is given for 30 starts, and repeats from there. */
#define RETURNS(operation, nth) ((returns[operation] >> (nth > 30 -> 29 : nth - 1)) & 1)

inline waitAt(index) {
  isWait[index] = true
}

inline stepAt(index, most, limit, pattern, catching) {
  atMostOnce[index] = most;
  attempts[index] = limit;
  returns[index] = pattern;
  catches[index] = catching
}

/* ---- What survives an interruption. ---- */

typedef Record {
  byte status;
  byte attempt;
  byte ending
}

Record record[OPERATIONS];     /* the log */
byte executionStatus;
byte starts[OPERATIONS];       /* of each body, counted outside the engine */
byte interruptions;            /* so far */

/* ---- Between the Invocation and the Service. ---- */

chan start = [0] of { bit };                  /* the Service starts an invocation */
chan answers = [0] of { byte };               /* SUCCEEDED, FAILED or PENDING */
chan updates = [2] of { byte, byte, byte };   /* action, operation, what ended the attempt */
bool live;
bool killed;                                  /* the live invocation has just been interrupted */
bool asleep;                                  /* suspended: only a timer wakes the execution */

/* ---- What only the assertions need. ---- */

byte attemptOfLastStart[OPERATIONS];
byte retries[OPERATIONS];   /* RETRYs recorded */
byte given[OPERATIONS];     /* the ending that the handler was first given */

/* Sent, and recorded some time later: all updates go through one queue, in order (section 5). */
inline send(action, operation, ending) {
  updates!action, operation, ending
}

/* Until everything sent has been recorded and replied to. A lost reply is an interruption here. */
inline await() {
  empty(updates)
}

/*
 * The body runs. Guarantees: once an outcome is recorded it never starts again (2.4), not
 * before a retry is due, at most once per attempt (2.2), and write-ahead (2.7).
 */
inline enterBody(operation, nth) {
  d_step {
    assert(record[operation].status != SUCCEEDED && record[operation].status != FAILED);
    assert(record[operation].status != PENDING);
    if
    :: atMostOnce[operation] ->
       assert(record[operation].status == STARTED);
       assert(attemptOfLastStart[operation] < record[operation].attempt);
       assert(attempts[operation] > 1 || starts[operation] == 0)  /* 2.3 */
    :: else ->
       assert(starts[operation] < record[operation].attempt + interruptions)
    fi;
    starts[operation]++;
    nth = starts[operation];
    attemptOfLastStart[operation] = record[operation].attempt
  }
}

/*
 * The retry strategy decides. It is asked only about a thrown error, or about the interruption of
 * an at-most-once attempt (2.6), and there is no such interruption without a kill.
 */
inline askStrategy(operation, failure) {
  assert(failure != INTERRUPTED || (atMostOnce[operation] && interruptions > 0));
  if
  :: record[operation].attempt < attempts[operation] -> send(RETRY, operation, failure)
  :: else -> send(FAIL, operation, failure)
  fi;
  await()
}

/* Each await of the handler gives the same in every invocation (2.4). */
inline resolve(operation) {
  d_step {
    assert(given[operation] == NOTHING || given[operation] == record[operation].ending);
    given[operation] = record[operation].ending
  }
}

/*
 * One invocation after the other. Each replays the handler from the top against the log. The
 * outer `if` is the table at the head of section 2, row by row; a wait is in section 4.
 */
active proctype Invocation() {
  byte operation;
  byte nth;

end:
  do
  :: atomic { start?_ -> live = true };
     {
       do
       :: operation == operations ->
          answers!SUCCEEDED;
          break

       :: operation < operations && isWait[operation] ->
          if
          :: record[operation].status == NONE ->
             send(START, operation, NOTHING);
             await()
          :: record[operation].status == STARTED ->
             answers!PENDING;
             break
          :: record[operation].status == SUCCEEDED ->
             resolve(operation);
             operation++
          fi

       :: operation < operations && !isWait[operation] ->
          if
          :: record[operation].status == NONE || record[operation].status == READY ->
             send(START, operation, NOTHING);
             if
             :: atMostOnce[operation] -> await()
             :: !atMostOnce[operation] -> skip  /* not awaited */
             fi;
             enterBody(operation, nth)
          :: record[operation].status == STARTED && !atMostOnce[operation] ->
             enterBody(operation, nth)  /* the same attempt again, the strategy is not asked */
          :: record[operation].status == STARTED && atMostOnce[operation] ->
             askStrategy(operation, INTERRUPTED)
          :: record[operation].status == PENDING ->
             answers!PENDING;
             break
          :: record[operation].status == SUCCEEDED ->
             resolve(operation);
             operation++
          :: record[operation].status == FAILED ->
             resolve(operation);
             if
             :: catches[operation] -> operation++
             :: !catches[operation] -> answers!FAILED; break
             fi
          fi;
          /* A body that was entered ends, and what it did is recorded. */
          if
          :: nth == NOTHING -> skip
          :: nth != NOTHING && RETURNS(operation, nth) ->
             send(SUCCEED, operation, nth);
             await()
          :: nth != NOTHING && !RETURNS(operation, nth) ->
             askStrategy(operation, nth)
          fi;
          nth = NOTHING
       od
     } unless {
       killed -> killed = false
     };
     /* Nothing of this invocation is left in the next. */
     atomic { operation = 0; nth = NOTHING }
  od
}

/*
 * The next update of the queue is recorded: legal by the rules of the service (section 5), and
 * with a reason: a SUCCEED, or a failure other than an interruption, is what the last start of the
 * body did, in this attempt (2.1). The attempt rises here, with a RETRY, and nowhere else (2.5).
 */
inline recordUpdate() {
  d_step {
    updates?action, operation, ending;
    assert(record[operation].status == NONE || record[operation].status == READY ||
           (record[operation].status == STARTED && action != START));
    if
    :: action == START || ending == INTERRUPTED -> skip
    :: else ->
       assert(ending == starts[operation] && ending != NOTHING);
       assert(attemptOfLastStart[operation] == record[operation].attempt);
       assert(RETURNS(operation, ending) == (action == SUCCEED))
    fi;
    if
    :: action == START -> record[operation].status = STARTED
    :: action == SUCCEED ->
       record[operation].status = SUCCEEDED;
       record[operation].ending = ending
    :: action == FAIL ->
       record[operation].status = FAILED;
       record[operation].ending = ending
    :: action == RETRY ->
       record[operation].status = PENDING;
       record[operation].attempt++;
       retries[operation]++
    fi;
    assert(isWait[operation] || record[operation].attempt == retries[operation] + 1);
    assert(isWait[operation] || record[operation].attempt <= attempts[operation]);
    action = NOTHING;
    operation = NOTHING;
    ending = NOTHING
  }
}

#define TIMER_SET(operation) \
  ((isWait[operation] && record[operation].status == STARTED) || \
   (!isWait[operation] && record[operation].status == PENDING))

inline fireTimer(operation) {
  if
  :: isWait[operation] ->
     record[operation].status = SUCCEEDED;
     record[operation].ending = ELAPSED
  :: else ->
     record[operation].status = READY
  fi;
  asleep = false
}

/* The service, and the world around it: time passes, invocations are killed. */
active proctype Service() {
  byte action;
  byte operation;
  byte ending;
  byte answer;

  atomic {
    c_code {
      workflow = atoi(getenv("WORKFLOW"));
      allowedInterruptions = atoi(getenv("INTERRUPTIONS"));
    };
    chooseWorkflow();
    record[0].attempt = 1;
    record[1].attempt = 1;
    record[2].attempt = 1
  }

  do
  :: atomic { executionStatus == RUNNING && !live && !asleep -> start!1 }

  /* One call is in flight at a time. It carries what has been sent, all of it or the first. */
  :: atomic {
       nempty(updates) -> recordUpdate();
       if
       :: nempty(updates) -> recordUpdate()
       :: true -> skip
       fi
     }

  :: d_step { TIMER_SET(0) -> fireTimer(0) }
  :: d_step { TIMER_SET(1) -> fireTimer(1) }
  :: d_step { TIMER_SET(2) -> fireTimer(2) }

  /* The answer is taken. PENDING sleeps until a timer, unless none is left to wait for. */
  :: atomic {
       answers?answer ->
       assert(empty(updates));
       live = false;
       if
       :: answer == PENDING -> asleep = TIMER_SET(0) || TIMER_SET(1) || TIMER_SET(2)
       :: else -> executionStatus = answer
       fi;
       answer = NOTHING
     }

  /* An interruption: what was sent and not recorded is lost; the service invokes again. */
  :: atomic {
       live && interruptions < allowedInterruptions ->
       interruptions++;
       do
       :: updates?_, _, _
       :: empty(updates) -> break
       od;
       live = false;
       killed = true
     }

  :: executionStatus != RUNNING -> break
  od;

  /* The end. An uncaught failure, an interrupted step's too (2.8), is what fails an execution. */
  atomic {
    assert((executionStatus == FAILED) ==
           ((record[0].status == FAILED && !catches[0]) ||
            (record[1].status == FAILED && !catches[1]) ||
            (record[2].status == FAILED && !catches[2])));
    c_code {
      int i;
      printf("OUTCOME %d", now.executionStatus);
      for (i = 0; i < operations; i++)
        printf(" %d,%d,%d,%d", now.record[i].status, now.record[i].attempt - 1, now.starts[i],
          now.record[i].ending);
      printf("\n");
    }
  }
}
