namespace Guidon.Dashboard.Access;

/// <summary>The two forms of a forgotten password: which address, and then the new one.</summary>
/// <param name="Action">Where the form is sent to; with the mail's own address it asks for the new password, otherwise for the e-mail address.</param>
/// <param name="IsLinked">Whether the person came by the mail.</param>
/// <param name="IsDone">Whether the form was sent and taken.</param>
/// <param name="Problem">Why it was not; <see langword="null"/> the first time.</param>
public sealed record PasswordView(string Action, bool IsLinked, bool IsDone, string? Problem);
