using Microsoft.Extensions.Options;

namespace Guidon.Server.Realtime;

/// <summary>Checks the options at start, all errors at once. The rules are the annotations.</summary>
[OptionsValidator]
internal sealed partial class RealtimeOptionsValidator : IValidateOptions<RealtimeOptions>;
