using Microsoft.Extensions.Options;

namespace Guidon.Server.Mail;

/// <summary>Checks the annotations at start, all errors at once.</summary>
[OptionsValidator]
internal sealed partial class MailOptionsValidator : IValidateOptions<MailOptions>;
