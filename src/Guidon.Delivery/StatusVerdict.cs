namespace Guidon.Delivery;

/// <summary>What a status alone says (docs/decisions: failure classes). Receivers that say more override it.</summary>
public static class StatusVerdict
{
    /// <summary>Pure. A failure never becomes a discard: retry, hold, or isolate and park.</summary>
    public static BatchVerdict Of(Answer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer.Failure == SendFailure.None ? OfStatus(answer.Status) : OfFailure(answer.Failure);
    }

    private static BatchVerdict OfStatus(int status) => status switch
    {
        >= 200 and < 300 => BatchVerdict.Delivered,
        >= 300 and < 400 => BatchVerdict.Hold("redirect"),
        401 => BatchVerdict.Hold("unauthorized"),
        403 => BatchVerdict.Hold("forbidden"),
        404 => BatchVerdict.Hold("not_found"),
        410 => BatchVerdict.Hold("gone"),
        413 => BatchVerdict.Split("oversize"),
        408 or 425 or 429 or >= 500 => BatchVerdict.Retry($"http_{status}"),
        // 4xx that say nothing about the configuration: one of our records is wrong, and time will not heal it.
        _ => BatchVerdict.Split("refused"),
    };

    private static BatchVerdict OfFailure(SendFailure failure) => failure switch
    {
        SendFailure.AddressRefused => BatchVerdict.Hold("address_refused"),
        SendFailure.UntrustedCertificate => BatchVerdict.Hold("untrusted_certificate"),
        SendFailure.Timeout => BatchVerdict.Retry("timeout"),
        _ => BatchVerdict.Retry("network"),
    };
}
