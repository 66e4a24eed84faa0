namespace Guidon.Monitoring.Alerts;

/// <summary>One line of an alert's history.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="What">As <see cref="AlertStep.What"/>.</param>
/// <param name="By">Who; empty for the product itself.</param>
/// <param name="Summary">What was said then.</param>
public sealed record AlertMoment(DateTimeOffset At, string What, string By, string Summary);
