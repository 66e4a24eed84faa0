namespace Guidon.Delivery.Replays;

/// <summary>Whose an event of the log is, without what it says.</summary>
/// <param name="Sequence">Which event.</param>
/// <param name="Identity">As <see cref="StateMark.IdentityOf"/> has it; <see langword="null"/> when the payload cannot be read.</param>
/// <param name="IsOut">Parked or cancelled at the destination that was asked about: it neither has it nor will have it by itself.</param>
public readonly record struct LoggedIdentity(long Sequence, UInt128? Identity, bool IsOut);
