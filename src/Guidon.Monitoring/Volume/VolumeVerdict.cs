namespace Guidon.Monitoring.Volume;

/// <summary>What an hour's volume is, compared with its history.</summary>
public enum VolumeVerdict
{
    /// <summary>As one would expect, or too little is known to expect anything.</summary>
    Usual,

    /// <summary>Far less than at this time in the weeks before.</summary>
    Drop,

    /// <summary>Far more than at this time in the weeks before.</summary>
    Rise,

    /// <summary>Nothing at all where there should be something.</summary>
    Nothing,
}
