using Microsoft.Extensions.Options;

namespace Guidon.Server.Monitoring;

/// <summary>Checks the annotations, before anything is started.</summary>
[OptionsValidator]
internal sealed partial class MonitoringOptionsValidator : IValidateOptions<MonitoringOptions>;
