using Microsoft.Extensions.Options;

namespace Guidon.Server.Tracking;

/// <summary>Checks the annotations at start, all errors at once.</summary>
[OptionsValidator]
internal sealed partial class TrackingOptionsValidator : IValidateOptions<TrackingOptions>;
