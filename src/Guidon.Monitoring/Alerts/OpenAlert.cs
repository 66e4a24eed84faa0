namespace Guidon.Monitoring.Alerts;

/// <summary>
/// An alert as the book keeps it. Durations go by the steady clock: a wall clock that is set back an hour must not delay a page by an hour, and one
/// that is set forward must not end an alert.
/// </summary>
/// <param name="Alert">As it is told, with wall times.</param>
/// <param name="Since">When its condition began to hold, by the steady clock.</param>
/// <param name="Seen">When it last held, by the steady clock.</param>
/// <param name="IsRestored">Known from an earlier process, and not seen again by this one.</param>
internal sealed record OpenAlert(Alert Alert, TimeSpan Since, TimeSpan Seen, bool IsRestored);
