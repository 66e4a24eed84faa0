namespace Guidon.Server.Management.Auth;

/// <summary>A message to one person that lets its reader in.</summary>
/// <param name="To">One address, without a name.</param>
/// <param name="Subject">One line, without the secret: it may be logged.</param>
/// <param name="Text">Plain.</param>
internal sealed record Letter(string To, string Subject, string Text);
