namespace Guidon.Delivery;

/// <summary>
/// What the marks of a destination's events are salted with: mapper and settings, so that another mapper or other settings tell everything anew. Sealed by
/// <see cref="ISettingsProtector"/>, since settings hold secrets.
/// </summary>
/// <param name="Salt">Of the events that follow; <see langword="null"/> before the first pump, and when the settings have changed and none has begun since.</param>
/// <param name="Earlier">Of those before; <see langword="null"/> when there was no other.</param>
/// <param name="EarlierTo">The last event that may have been sent by the earlier one; 0 when there was none.</param>
public sealed record MarkSalts(byte[]? Salt, byte[]? Earlier, long EarlierTo);
