/** `Date` under virtual time: the clock's time, and else the dates that everyone knows. */
import { expect, test } from "vitest";
import { EPOCH, installGlobals } from "../impl/interrupt/globals.ts";
import { VirtualClock } from "../impl/interrupt/virtual-clock.ts";
import { underVirtualTime } from "./clock-fixture.ts";

const RealDate = Date;

test("now is the clock's time, from 2030 on", () => {
  underVirtualTime((clock) => {
    expect(new Date().toISOString()).toBe("2030-01-01T00:00:00.000Z");
    clock.now = 1_500;
    expect(new Date().toISOString()).toBe("2030-01-01T00:00:01.500Z");
    expect(Date.now()).toBe(EPOCH + 1_500);
    // biome-ignore lint/complexity/useDateNow: a new Date is what is looked at
    expect(new Date().getTime()).toBe(EPOCH + 1_500);
  });
});

test("a date with parameters is that date", () => {
  underVirtualTime(() => {
    expect(new Date(0).toISOString()).toBe("1970-01-01T00:00:00.000Z");
    expect(new Date("2001-02-03T04:05:06Z").getTime()).toBe(RealDate.UTC(2001, 1, 3, 4, 5, 6));
    expect(new Date(2001, 1, 3).getTime()).toBe(new RealDate(2001, 1, 3).getTime());
    expect(new Date(new RealDate(7)).getTime()).toBe(7);
    expect(new Date(undefined as never).getTime()).toBeNaN();
    expect(Date.UTC(2001, 1)).toBe(RealDate.UTC(2001, 1));
    expect(Date.parse("2001-02-03")).toBe(RealDate.parse("2001-02-03"));
  });
});

test("real and virtual dates are instances of Date on both sides", () => {
  const virtual = underVirtualTime(() => {
    expect(new RealDate() instanceof Date).toBe(true);
    expect(new Date() instanceof Date).toBe(true);
    expect(new Date() instanceof RealDate).toBe(true);
    return new Date(5);
  });
  expect(virtual instanceof Date).toBe(true);
  expect(JSON.stringify(virtual)).toBe('"1970-01-01T00:00:00.005Z"');
});

test.each([[0], [undefined], [null], ["2030-01-01"], [{}], [{ getTime: () => 0 }]])(
  "%j is no date",
  (value) => {
    expect(underVirtualTime(() => (value as unknown) instanceof Date)).toBe(false);
  },
);

test("the dates that are made for engines are of this clock", () => {
  const globals = installGlobals(new VirtualClock(), 0);
  try {
    expect(globals.date(EPOCH + 5)).toEqual(new Date(EPOCH + 5));
    expect(globals.date(5).constructor).toBe(Date);
  } finally {
    globals.restore();
  }
});
