using Microsoft.Extensions.Options;

namespace Guidon.Delivery;

/// <summary>Checks the options at start, all errors at once. The rules are the annotations.</summary>
[OptionsValidator]
public sealed partial class DeliveryOptionsValidator : IValidateOptions<DeliveryOptions>;
