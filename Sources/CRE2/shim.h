// RE2 is C++; CRegularExpressions includes its header. This module only brings the flags and the library.
