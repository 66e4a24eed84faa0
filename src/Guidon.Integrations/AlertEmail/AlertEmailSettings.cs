using System.Collections.Immutable;
using Guidon.Delivery.Mail;

namespace Guidon.Integrations.AlertEmail;

/// <summary>The settings of one e-mail channel.</summary>
/// <param name="To">Who is told.</param>
/// <param name="Server">Its own server; <see langword="null"/> for the node's.</param>
internal sealed record AlertEmailSettings(ImmutableArray<string> To, MailServer? Server);
