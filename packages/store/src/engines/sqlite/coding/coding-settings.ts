import { type Calendar, calendarOf } from "@hearth/core/time/calendar";
import type { Connection } from "../open.ts";

/** How an organization's calls are cut into sessions and added up. */
export interface OrganizationCoding {
  /** Milliseconds without a call that begin a new session. */
  readonly sessionTimeout: number;
  readonly calendar: Calendar;
  /** Days that calls are kept; null for ever. */
  readonly callDays: number | null;
}

interface SettingsRow {
  readonly sessionTimeout: number;
  readonly timeZone: string;
  readonly callDays: number | null;
}

/** The settings of organizations, remembered. */
export class CodingSettings {
  private readonly known = new Map<number, OrganizationCoding>();
  private readonly calendars = new Map<string, Calendar>();
  private readonly select;

  constructor(database: Connection) {
    this.select = database.prepare<[number], SettingsRow>(
      `select session_timeout as sessionTimeout, time_zone as timeZone, call_days as callDays
        from organizations where id = ?`,
    );
  }

  of(organizationId: number): OrganizationCoding {
    let settings = this.known.get(organizationId);
    if (!settings) {
      const { sessionTimeout, timeZone, callDays } = this.select.get(organizationId)!;
      const calendar = this.calendarOf(timeZone);
      settings = { sessionTimeout: sessionTimeout * 1_000, calendar, callDays };
      this.known.set(organizationId, settings);
    }
    return settings;
  }

  forget(): void {
    this.known.clear();
  }

  private calendarOf(timeZone: string): Calendar {
    let calendar = this.calendars.get(timeZone);
    if (!calendar) this.calendars.set(timeZone, (calendar = calendarOf(timeZone)));
    return calendar;
  }
}
