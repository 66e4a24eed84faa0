using Microsoft.Extensions.Options;

namespace Guidon.Server.Health;

/// <summary>Checks the annotations at start, all errors at once.</summary>
[OptionsValidator]
internal sealed partial class MetricsOptionsValidator : IValidateOptions<MetricsOptions>;
